import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Entry, Room } from "../store/api";
import { keepNotes, newNote } from "./wall-queue";
import { written } from "./written";

const ACTIVITIES = [
  {
    id: "a3",
    fields: {
      privacy: "until-shared",
      position: 1,
      steps: [
        { key: "list", block: "table", columns: [{ key: "organisation", label: "Organisation" }] },
        {
          key: "grid",
          block: "matrix",
          items_from: "list",
          label_from: "organisation",
          cells: [{ key: "near", label: "Keep on board" }],
        },
      ],
    },
  },
  {
    id: "t4",
    fields: {
      privacy: "private",
      position: 2,
      steps: [{ key: "pick", block: "choice", options: [{ key: "co", label: "Collaboration" }] }],
    },
  },
  {
    id: "w7",
    fields: {
      privacy: "anonymous",
      position: 3,
      steps: [{ key: "notes", block: "notes", columns: [{ key: "pink", label: "What worked well" }] }],
    },
  },
  { id: "a1b", fields: { privacy: "anonymous", position: 4, steps: [{ key: "scale", block: "rating" }] } },
];

const entry = (id: string, step: string, mine: boolean, fields: Record<string, unknown>): Entry => ({
  id,
  step,
  by: "",
  mine,
  seq: 1,
  fields,
  versions: {},
  saving: "saved",
  late: false,
  proxy: false,
  hidden: "",
});
const SHEETS: Record<string, Entry[]> = {
  a3: [
    entry("p", "list", false, { organisation: "Police" }),
    entry("1", "grid", true, { item: "p", cell: "near" }),
    entry("2", "grid", false, { item: "p", cell: "near" }),
    entry("3", "grid", true, { item: "gone", cell: "near" }),
  ],
  t4: [entry("c", "pick", true, { pick: "co", reason: "We share a budget" })],
};
const room = {
  id: "r",
  member: "m1",
  items: (_: string, kind: string) => (kind === "activity" ? ACTIVITIES : []),
  sheetFor: (key: string) => (SHEETS[key] ? { entries: () => SHEETS[key] } : null),
} as unknown as Room;

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

it("tells whom one placed where and what one picked, and nothing of others", () => {
  const found = written(room, "w8").map(({ activity, passages }) => [activity.id, passages.map((one) => one.words)]);
  expect(found).toEqual([
    ["a3", ["Police: Keep on board"]],
    ["t4", ["Collaboration · We share a budget"]],
  ]);
});

it("knows one's own notes on the wall from this device alone", () => {
  const gone = { ...newNote("pink", "Taken back"), todo: "remove" as const };
  keepNotes({ room: "r", member: "m1", activity: "w7" }, [newNote("pink", "Lunch was good"), gone]);
  keepNotes({ room: "r", member: "m2", activity: "w7" }, [newNote("pink", "Somebody else’s")]);
  const wall = written(room, "w8").find(({ activity }) => activity.id === "w7");
  expect(wall?.passages.map(({ words, under }) => [words, under])).toEqual([["Lunch was good", "What worked well"]]);
});

it("does not take the agenda that the programme lays out, or a note that was put on it, for words of whoever began the meeting", () => {
  const steps = [{ key: "meeting", block: "meeting", agenda: [{ title: "Who is here" }] }];
  const activity = { id: "a5", fields: { privacy: "until-shared", position: 1, steps } };
  const entries = [
    entry("1", "meeting", true, { kind: "item", text: "Who is here" }),
    entry("2", "meeting", true, { kind: "item", text: "The hall’s heating", source: "" }),
    entry("3", "meeting", true, { kind: "item", text: "Somebody’s note", source: "Challenges" }),
  ];
  const room = { items: () => [activity], sheetFor: () => ({ entries: () => entries }) } as unknown as Room;
  expect(written(room, "w8").flatMap(({ passages }) => passages.map(({ words }) => words))).toEqual([
    "The hall’s heating",
  ]);
});
