// Meetings read from entries: how far one is, what is left, who has which duty, what groups shared of theirs.
import { describe, expect, it } from "vitest";
import type { Entry } from "../store/api";
import type { Item } from "../store/messages";
import { castOf, dutyHolder, leftOf, leftWords, liveItem, type MeetingStep, phaseOf } from "./meeting";
import { answersIn, decidedIn, promptsIn } from "./meeting-answers";

let count = 0;
function entry(fields: Record<string, unknown>, by = "m1"): Entry {
  count += 1;
  const id = `e${count}`;
  return {
    id,
    step: "meeting",
    by,
    mine: false,
    seq: count,
    fields,
    versions: {},
    saving: "saved",
    late: false,
    proxy: false,
    hidden: "",
  };
}
const item = (started: number, ended: number): Entry => entry({ kind: "item", text: "x", minutes: 5, started, ended });
const STEP = { key: "meeting", roles: [{ key: "academic", label: "Academic" }] } as unknown as MeetingStep;

describe("how far a meeting is", () => {
  it.each([
    ["before", [] as Entry[]],
    ["before", [item(0, 0), item(0, 0)]],
    ["during", [item(1, 0), item(0, 0)]],
    ["during", [item(1, 2), item(0, 0)]],
    ["after", [item(1, 2), item(0, 2)]],
  ])("%s", (phase, items) => {
    expect(phaseOf(items)).toBe(phase);
  });

  it("takes the later of two items that were begun apart", () => {
    const later = item(9, 0);
    expect(liveItem([item(5, 0), later, item(1, 2)])).toBe(later);
    expect(liveItem([item(1, 2)])).toBeUndefined();
  });

  it("says what is left", () => {
    expect(leftOf(item(60_000, 0), 120_000)).toBe(240_000);
    expect([240_000, 45_000, 0, -30_000, -120_000].map(leftWords)).toEqual([
      "4 min left",
      "45 s left",
      "0 s left",
      "30 s over",
      "2 min over",
    ]);
  });
});

describe("the cast", () => {
  const cast = [
    entry({ kind: "cast", role: "academic", duties: ["scribe"] }, "m1"),
    entry({ kind: "cast", role: "", duties: [] }, "m2"),
  ];
  it("is known by whose entry it is", () => {
    expect(castOf(cast, "m1")).toBe(cast[0]);
    expect(castOf(cast, "m3")).toBeUndefined();
    expect([dutyHolder(cast, "scribe"), dutyHolder(cast, "chair")]).toEqual(["m1", ""]);
  });
});

describe("what groups shared", () => {
  const reflect = {
    key: "reflect",
    block: "prompts",
    roles_from: "meeting",
    prompts: [{ key: "feel", label: "How?" }],
  };
  const activity = { id: "a5", fields: { steps: [{ key: "meeting", block: "meeting" }, reflect] } } as unknown as Item;
  const entries = [
    { step: "reflect", fields: { prompt: "feel", text: "Tired", role: "academic" } },
    { step: "reflect", fields: { prompt: "feel", text: " " } },
    { step: "reflect", fields: { prompt: "needs", text: "Tea" } },
    { step: "meeting", fields: { kind: "decision", text: "Later", state: "parked" } },
    {
      step: "meeting",
      fields: { kind: "decision", text: "Now", state: "made", owner: "academic", by_when: "2026-03-20" },
    },
    { step: "meeting", fields: { kind: "action", text: "Ring", state: "done", owner: "the ward" } },
    { step: "meeting", fields: { kind: "minute", text: "Words" } },
  ];

  it("is read by question, with the role", () => {
    expect(promptsIn(activity).map((one) => one.key)).toEqual(["feel"]);
    expect(answersIn([{ name: "One", entries }], "feel")).toEqual([{ group: "One", role: "academic", text: "Tired" }]);
  });

  it("has decisions first made, then open, each with owner and day", () => {
    const { decisions, actions } = decidedIn("One", entries, STEP);
    expect(decisions.map((one) => [one.text, one.words])).toEqual([
      ["Now", "Academic, by 20 March"],
      ["Later", "Parked. No owner, no date"],
    ]);
    expect(actions.map((one) => [one.text, one.words])).toEqual([["Ring", "Done. the ward, no date"]]);
  });
});
