import { expect, it } from "vitest";
import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { placedOf, progressOf, takesWords, todayIn } from "./segments";

const NOON = new Date("2026-06-04T12:00:00Z");
const item = (id: string, fields: Record<string, unknown>): Item => ({ id, kind: "activity", seq: 1, fields });

function roomOf(
  info: Record<string, unknown>,
  entries: { id?: string; step: string; fields: Record<string, unknown> }[] = [],
): Room {
  const sheet = { entries: (step: string) => entries.filter((one) => one.step === step) };
  const items = () => [item("room:info", { zone: "Europe/London", ...info })];
  return { items, sheetFor: () => sheet } as unknown as Room;
}

it.each([
  ["open", "during", "", true],
  ["closed", "after", "2026-06-04", true],
  ["closed", "after", "2026-06-03", false],
  ["closed", "after", "", false],
  ["closed", "during", "2026-06-04", false],
  ["archived", "after", "2026-06-04", false],
])("in a workshop that is %s, what is %s with a log until %s takes words: %s", (state, segment, until, expected) => {
  expect(takesWords(roomOf({ state, log_until: until }), item("w8", { segment }), NOON)).toBe(expected);
});

it("says the date where the workshop is", () => {
  const late = new Date("2026-06-04T23:30:00Z");
  expect([todayIn("Europe/London", late), todayIn("UTC", late)]).toEqual(["2026-06-05", "2026-06-04"]);
});

it("counts parts that hold words, each once, and only of what is one's own", () => {
  const steps = [
    { key: "ten", block: "prompts", prompts: [1, 2, 3] },
    { key: "rows", block: "table", rows: [1, 2] },
    { key: "text", block: "reading" },
  ];
  const entries = [
    { step: "ten", fields: { prompt: "one", text: "words" } },
    { step: "ten", fields: { prompt: "one", text: "more" } },
    { step: "ten", fields: { prompt: "two", text: "  " } },
    { step: "rows", fields: { row: "a", skills: [] } },
    { step: "rows", fields: { row: "b", skills: ["Listening"] } },
  ];
  const room = roomOf({}, entries);
  expect(progressOf(room, item("w6", { holder: "person", steps }))).toEqual({ done: 2, parts: 5 });
  expect(progressOf(room, item("a2", { holder: "group", steps }))).toBe(null);
});

it("counts nothing as missing where there are only blank pages, written or not", () => {
  const blank = { key: "notes", block: "prompts", prompts: [1], dated: true };
  const notes = item("w4", { holder: "person", steps: [blank] });
  const written = [{ step: "notes", fields: { prompt: "note", text: "words" } }];
  expect([progressOf(roomOf({}), notes), progressOf(roomOf({}, written), notes)]).toEqual([null, null]);
  const both = item("w9", { holder: "person", steps: [blank, { key: "ten", block: "prompts", prompts: [1, 2] }] });
  expect(progressOf(roomOf({}, written), both)).toEqual({ done: 0, parts: 2 });
});

it("says how much of what is listed has a place, and nothing where nothing is placed", () => {
  const entries = [
    { id: "e1", step: "list", fields: {} },
    { id: "e2", step: "list", fields: {} },
    { id: "e3", step: "grid", fields: { item: "e1", cell: "inform" } },
    { id: "e4", step: "grid", fields: { item: "e1", cell: "involve" } },
    { id: "e5", step: "grid", fields: { item: "gone", cell: "involve" } },
  ];
  const steps = [{ key: "list" }, { key: "grid", items_from: "list" }];
  expect(placedOf(roomOf({}, entries), item("a3", { steps }))).toEqual({ done: 1, parts: 2 });
  expect(placedOf(roomOf({}, entries), item("a2", { steps: [{ key: "list" }] }))).toBeNull();
  expect(placedOf(roomOf({}), item("a3", { steps }))).toBeNull();
});
