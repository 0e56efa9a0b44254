import { describe, expect, it } from "vitest";
import { alike, nameFrom, offered } from "./themes";

const none = { groups: [], more: [] };
const money = { words: ["money"], notes: ["a", "b", "c", "d"] };
const more = { theme: "Trust", note: "e", near: true };
const all = new Set(["a", "b", "c", "d", "e"]);

describe("suggested themes", () => {
  it("are offered as they came", () => {
    expect(offered({ groups: [money], more: [more] }, all, none)).toEqual({ groups: [money], more: [more] });
  });

  it("leave out notes that have a theme by now, and groups that are then too small", () => {
    const found = offered({ groups: [money], more: [more] }, new Set(["a", "b", "c"]), none);
    expect(found).toEqual({ groups: [{ ...money, notes: ["a", "b", "c"] }], more: [] });
    expect(offered({ groups: [money], more: [] }, new Set(["a", "b"]), none).groups).toEqual([]);
  });

  it("that were dismissed stay away, also with a note more, and others do not", () => {
    const no = { groups: [["a", "b", "c"]], more: [["Trust", "e"] as [string, string]] };
    expect(offered({ groups: [money], more: [more] }, all, no)).toEqual({ groups: [], more: [] });
    const other = { words: ["time"], notes: ["c", "d", "e"] };
    expect(offered({ groups: [other], more: [{ ...more, theme: "Time" }] }, all, no)).toEqual({
      groups: [other],
      more: [{ ...more, theme: "Time" }],
    });
  });

  it("are alike when half of their notes are the same", () => {
    expect(alike(["a", "b"], ["b", "a"])).toBe(true);
    expect(alike(["a", "b", "c"], ["a", "b", "c", "d", "e", "f"])).toBe(true);
    expect(alike(["a", "b", "c"], ["a", "d", "e"])).toBe(false);
  });

  it("take their name from the shared words", () => {
    expect(nameFrom(["money", "late"])).toBe("Money, late");
    expect(nameFrom([])).toBe("");
  });
});
