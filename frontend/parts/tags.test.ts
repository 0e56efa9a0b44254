import { describe, expect, it } from "vitest";
import { about, asked, filtered, type NotesStep, tagsFor, themesOf } from "./tags";

const option = (key: string, on = true) => ({ key, label: key, explanation: "", about: on });
const step: NotesStep = {
  key: "notes",
  block: "notes",
  title: "Notes",
  instruction: "",
  columns: [
    { key: "good", label: "Good", tone: "green", prompt: "" },
    { key: "hard", label: "Hard", tone: "pink", prompt: "", tags: ["change"] },
  ],
  tags: [
    {
      key: "change",
      label: "Change",
      question: "",
      about: "About change",
      source: "",
      options: [option("first"), option("not", false)],
    },
  ],
};
const [list] = step.tags ?? [];
const note = (column: string, more: Record<string, string> = {}) => ({ fields: { column, text: "x", ...more } });
const first = note("hard", { change: "first", theme: "Money" });
const not = note("hard", { change: "not" });
const bare = note("hard", { theme: "Money" });
const moved = note("good", { change: "first", theme: "Trust" });
const notes = [first, not, bare, moved];

describe("tags of notes", () => {
  it("are those that the column carries", () => {
    expect(tagsFor(step, first)).toEqual(step.tags);
    expect(tagsFor(step, moved)).toEqual([]);
    expect(list && asked(step, list, notes)).toEqual([first, not, bare]);
  });

  it("are counted: about it, of how many, and not tagged yet", () => {
    expect(list && about(step, list, notes)).toEqual({ yes: 1, of: 3, left: 1 });
  });

  it("themes are listed with most notes first", () => {
    expect(themesOf(notes)).toEqual([
      ["Money", [first, bare]],
      ["Trust", [moved]],
    ]);
  });

  it("filter by tag in the columns that carry it, by theme everywhere", () => {
    expect(filtered(step, notes, null)).toEqual(notes);
    expect(filtered(step, notes, { key: "change", value: "first" })).toEqual([first]);
    expect(filtered(step, notes, { key: "theme", value: "Trust" })).toEqual([moved]);
    expect(filtered(step, notes, { key: "theme", value: "Nothing" })).toEqual([]);
  });
});
