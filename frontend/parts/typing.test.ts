import { beforeEach, expect, it, vi } from "vitest";
import { Typing, type Unfinished } from "./typing";

const shelf = new Map<string, string>();
const ROOM = { id: "r1", member: "m1" };
const NOTE: Unfinished = { sheet: "a2.g1", step: "notes", where: "+plus", text: "four budgets", fields: {} };
const PLACE = "cw-typing r1 m1";

beforeEach(() => {
  shelf.clear();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => shelf.get(name) ?? null,
    setItem: (name: string, words: string) => shelf.set(name, words),
    removeItem: (name: string) => shelf.delete(name),
  });
});

const kept = (): string[] => (JSON.parse(shelf.get(PLACE) ?? "[]") as Unfinished[]).map(({ text }) => text);

it("keeps words on the device from the first letter on, until they are dropped", async () => {
  const typing = Typing.of(ROOM);
  typing.keep(NOTE);
  typing.keep({ ...NOTE, where: "+minus", text: "no time" });
  expect(kept()).toEqual(["four budgets", "no time"]);
  typing.drop(NOTE.sheet, NOTE.step, NOTE.where);
  expect(typing.text(NOTE.sheet, NOTE.step, NOTE.where)).toBeUndefined();
  await vi.waitFor(() => expect(kept()).toEqual(["no time"]));
});

it("drops words only when whoever drops them has had time to write them into an entry", async () => {
  const typing = Typing.of(ROOM);
  typing.keep(NOTE);
  typing.drop(NOTE.sheet, NOTE.step, NOTE.where);
  expect(kept()).toContain("four budgets");
  await Promise.resolve();
  expect(kept()).not.toContain("four budgets");
});

it("keeps what is begun at the same place meanwhile", async () => {
  const typing = Typing.of(ROOM);
  typing.keep(NOTE);
  typing.drop(NOTE.sheet, NOTE.step, NOTE.where);
  typing.keep({ ...NOTE, text: "another" });
  await vi.waitFor(() => expect(kept()).toEqual(["no time", "another"]));
});
