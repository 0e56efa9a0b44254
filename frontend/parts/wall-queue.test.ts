import { afterEach, expect, it, vi } from "vitest";
import { keepNotes, type OwnNote, ownNotes, sendNotes } from "./wall-queue";

const WALL = { room: "r1", member: "m1", activity: "w7" };
const note = (id: string, todo: OwnNote["todo"]): OwnNote => ({
  id,
  key: `key of ${id}`,
  column: "worked",
  text: id,
  todo,
});

afterEach(() => vi.unstubAllGlobals());

function storage(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
}

it("lets a note stand again, with the reason, that may not be taken back any more; a server in trouble is asked again", async () => {
  storage();
  let status = 500;
  vi.stubGlobal("fetch", async () => ({ status, json: async () => ({ ok: false, error: "It stays as it is." }) }));
  keepNotes(WALL, [note("back", "remove")]);
  await sendNotes(WALL);
  expect(ownNotes(WALL)[0]?.todo).toBe("remove");
  status = 403;
  await sendNotes(WALL);
  expect(ownNotes(WALL)).toEqual([{ ...note("back", ""), error: "It stays as it is.", collected: true }]);
});

it("proves with the notes the server knows that something still stands when one is taken back", async () => {
  storage();
  const sent: { id: string; others: string[][] }[] = [];
  vi.stubGlobal("fetch", async (_address: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return { json: async () => ({ ok: true }) };
  });
  keepNotes(WALL, [note("back", "remove"), note("known", ""), note("new", "add"), note("back2", "remove")]);
  await sendNotes(WALL);
  expect(sent.map((one) => [one.id, one.others])).toEqual([
    ["back", [["known", "key of known"]]],
    ["new", []],
    [
      "back2",
      [
        ["known", "key of known"],
        ["new", "key of new"],
      ],
    ],
  ]);
  expect(ownNotes(WALL).map((one) => one.id)).toEqual(["known", "new"]);
  expect(ownNotes({ ...WALL, member: "m2" })).toEqual([]);
});
