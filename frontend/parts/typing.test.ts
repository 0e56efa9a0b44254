import { beforeEach, expect, it, vi } from "vitest";
import { Typing, type Unfinished } from "./typing";

const shelf = new Map<string, string>();
const ROOM = { id: "r1", member: "m1", key: null };
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

/** The same member on a page that was opened anew: nothing is left but what lies on the shelf. */
async function later(key: Uint8Array | null): Promise<Typing> {
  vi.resetModules();
  return (await import("./typing")).Typing.of({ ...ROOM, key });
}

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

const KEY = new Uint8Array(32).fill(7);
const ACTION: Unfinished = { sheet: "w8.m1", step: "actions", where: "+what", text: "ring the tenants", fields: {} };

it("keeps what is typed on a sealed page sealed, for whoever has its key", async () => {
  const typing = await later(KEY);
  typing.keep(ACTION, true);
  expect(shelf.get(PLACE)).toContain('"box"');
  expect([...shelf.values()].join()).not.toContain("ring");
  expect((await later(new Uint8Array(32).fill(8))).left()).toEqual([]);
  expect((await later(null)).left()).toEqual([]);
  const again = await later(KEY);
  expect(again.left()).toEqual([ACTION]);
  again.drop(ACTION.sheet, ACTION.step, ACTION.where);
  await vi.waitFor(() => expect(shelf.get(PLACE)).toBe("[]"));
});

it("does not let go of what it cannot open, and never writes a secret without its key", async () => {
  (await later(KEY)).keep(ACTION, true);
  const closed = await later(null);
  closed.keep({ ...NOTE, text: "in the open" });
  closed.keep({ ...ACTION, where: "+when", text: "by March" }, true);
  expect(shelf.get(PLACE)).toContain('"box"');
  expect(shelf.get(PLACE)).not.toContain("March");
  expect((await later(KEY)).left().map(({ text }) => text)).toEqual(["in the open", "ring the tenants"]);
});
