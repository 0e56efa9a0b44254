import { expect, it } from "vitest";
import type { Entry, Room } from "../store/api";
import type { Item } from "../store/messages";
import { proposalOf, stakeholdersIn } from "./stakeholders";

const ACTIVITY = { id: "a3", kind: "activity", seq: 1, fields: { from_activity: "w6", from_prompt: "step3" } } as Item;
const PRIVATE = { step1: "Our secret", step3: "PC Sarah Khan" };

/** A room whose sheets hold these words by prompt; every sheet but m1's own is a shared copy unless it is withdrawn. */
function roomOf(
  sheets: Record<string, Record<string, string>>,
  withdrawn: string[] = [],
  joint: { id: string; people: object[] } = { id: "w6.m1", people: [] },
): Room {
  const sheet = (id: string) => ({
    id,
    people: id === joint.id ? joint.people : [],
    state: id.endsWith(".copy") ? (withdrawn.includes(id) ? "closed" : "shared") : "open",
    entries: () =>
      Object.entries(sheets[id] ?? {}).map(([prompt, text]) => ({ fields: { prompt, text } }) as unknown as Entry),
  });
  const items: Record<string, object[]> = {
    group: [{ id: "g1", fields: { scenario: "1a" } }],
    me: [{ id: "m1", fields: { group: "g1" } }],
    scenario: [
      { fields: { key: "1a", title: "Safer Lowhill", stakeholders: [{ organisation: "The paper", role: "Tells" }] } },
      { fields: { key: "1b", title: "Another", stakeholders: [{ organisation: "Nobody", role: "" }] } },
    ],
  };
  return {
    member: "m1",
    sheetFor: () => sheet(joint.id),
    sheet,
    sheetsOf: () => Object.keys(sheets),
    items: (_channel: string, kind: string) => items[kind] ?? [],
  } as unknown as Room;
}

it("offers nothing of a scenario that is private", () => {
  const found = stakeholdersIn(roomOf({ "w6.m1": PRIVATE }), ACTIVITY);
  expect(found.map((source) => source.from)).toEqual(["The sample scenario “Safer Lowhill”"]);
  expect(JSON.stringify(found)).not.toContain("Khan");
});

it("offers shared copies, one's own first, each with where it comes from, and the sample last", () => {
  const room = roomOf({
    "w6.m2.copy": { step3: "Traders; Tenants" },
    "w6.m1": PRIVATE,
    "w6.m1.copy": { step1: "Ours", step3: "A police officer" },
  });
  expect(stakeholdersIn(room, ACTIVITY)).toEqual([
    { from: "Your scenario as you shared it: “Ours”", proposals: [{ organisation: "A police officer", role: "" }] },
    {
      from: "A scenario that a colleague shared",
      proposals: [
        { organisation: "Traders", role: "" },
        { organisation: "Tenants", role: "" },
      ],
    },
    { from: "The sample scenario “Safer Lowhill”", proposals: [{ organisation: "The paper", role: "Tells" }] },
  ]);
});

it("offers nothing of a copy that was taken back", () => {
  const room = roomOf({ "w6.m2.copy": { step3: "Traders" } }, ["w6.m2.copy"]);
  expect(stakeholdersIn(room, ACTIVITY).map((source) => source.from)).toEqual(["The sample scenario “Safer Lowhill”"]);
});

it("says whose scenario it is where one writes it with a colleague", () => {
  const people = [
    { member: "m2", name: "Rhys Morgan", owner: true },
    { member: "m1", name: "Ben", owner: false },
  ];
  const room = roomOf({ "w6.m2.copy": { step3: "Traders" } }, [], { id: "w6.m2", people });
  expect(stakeholdersIn(room, ACTIVITY)[0]?.from).toBe("The scenario that you write with Rhys Morgan");
});

it.each([
  ["Harbour tenants: they pay for it", "Harbour tenants", "they pay for it"],
  ["The paper – tells the town", "The paper", "tells the town"],
  ["Drug-and-alcohol service", "Drug-and-alcohol service", ""],
  ["Ward 12:30 club", "Ward 12:30 club", ""],
])("reads who and their part in “%s”", (line, organisation, role) => {
  expect(proposalOf(line)).toEqual({ organisation, role });
});
