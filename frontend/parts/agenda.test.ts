import { describe, expect, it } from "vitest";
import type { Entry } from "../store/api";
import { TestBrowser } from "../store/test-browser";
import { aRoom, connected, enter, saved } from "../store/test-room";
import { type Challenge, chosenChallenges, copied, LONGEST_ITEM, notOnAgenda, placeOnAgenda } from "./agenda";

const option = (key: string, label: string) => ({ key, label, explanation: "", about: true });
const step = {
  key: "notes",
  block: "notes",
  title: "Notes",
  columns: [
    { key: "up", label: "Up", tone: "green" },
    { key: "hard", label: "Hard", tone: "pink", tags: ["conflict"], agenda: true },
  ],
  tags: [{ key: "conflict", label: "Kind", options: [option("resources", "Resources"), option("history", "History")] }],
};

describe("what a group takes to its meeting", () => {
  it("is what somebody in it chose, in a column that offers it, with its tags", async () => {
    const server = aRoom();
    server.tell("room", { id: "a2", kind: "activity", fields: { title: "Challenges", steps: [step] } });
    const room = await enter(new TestBrowser(server, "m1"));
    const sheet = await connected(room);
    const note = (text: string, more: Record<string, unknown>) =>
      sheet.put("notes", { column: "hard", text, place: 1, ...more });
    const id = note("Money stops", { agenda: "yes", conflict: "resources", theme: "Money" });
    note("Not chosen", {});
    note(" ", { agenda: "yes" });
    note("Taken back", { agenda: "" });
    note("Moved away", { agenda: "yes", column: "up" });
    await saved(room);
    expect(chosenChallenges(room)).toEqual([
      { id, text: "Money stops", theme: "Money", tags: ["Resources"], from: "Challenges" },
    ]);
  });
});

const challenge = (text: string): Challenge => ({ id: text, text, theme: "", tags: [], from: "Challenges" });
const item = (id: string, fields: Record<string, unknown>) =>
  ({ id, fields: { kind: "item", ...fields } }) as unknown as Entry;

describe("an item of the agenda made of a challenge", () => {
  it("is its words and where they are from", () => {
    expect(copied(challenge("Money\n stops "))).toEqual({ text: "Money stops", note: "", source: "Challenges" });
  });

  it("is cut between words, with the full words beside it", () => {
    const long = `${"a word ".repeat(40)}end`;
    const { text, note } = copied(challenge(long));
    expect(text.length).toBeLessThanOrEqual(LONGEST_ITEM);
    expect(text).toMatch(/^(a word )+a( word)?…$/);
    expect(note).toBe(long);
  });

  it("is cut anywhere where there is no space, and never within a sign", () => {
    const { text } = copied(challenge("🙂".repeat(150)));
    expect(text).toBe(`${"🙂".repeat(99)}…`);
  });

  it("is not offered again, unless the words or the source differ", () => {
    const chosen = [challenge("Money stops"), challenge("Money stops in May"), challenge("Parking")];
    const items = [
      item("1", { text: "Money stops", source: "Challenges" }),
      item("2", { text: "Parking", source: "" }),
    ];
    expect(notOnAgenda(chosen, items).map(({ text }) => text)).toEqual(["Money stops in May", "Parking"]);
  });
});

describe("the place of an item that the group brings", () => {
  const agenda = ["Welcome", "The matter", "Options", "Close"].map((title) => ({
    key: title,
    title,
    minutes: 5,
    note: "",
    matter: title === "The matter",
  }));
  const items = agenda.map(({ title }) => item(title, { text: title }));
  const brought = item("b", { text: "Money stops", source: "Challenges" });
  const [, matter, options, close] = items;

  it("is behind the matter itself and what was brought before it", () => {
    expect(placeOnAgenda({ agenda }, items, undefined)).toBe(2);
    expect(placeOnAgenda({ agenda }, [...items.slice(0, 2), brought, ...items.slice(2)], undefined)).toBe(3);
  });

  it("is before the last item where no item is about the matter", () => {
    expect(placeOnAgenda({ agenda: [] }, items, undefined)).toBe(3);
    expect(placeOnAgenda({ agenda: [] }, [], undefined)).toBe(0);
  });

  it("is never before the item that is on", () => {
    expect(placeOnAgenda({ agenda }, items, matter)).toBe(2);
    expect(placeOnAgenda({ agenda }, items, options)).toBe(3);
    expect(placeOnAgenda({ agenda: [] }, items, close)).toBe(4);
  });
});
