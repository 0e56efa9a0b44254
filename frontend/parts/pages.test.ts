import { describe, expect, it } from "vitest";
import { type Box, pagesOf, pieces } from "./pages";

/** Boxes of these heights, 10 pixels apart; a heading is a negative height. */
function boxes(...heights: number[]): Box[] {
  let top = 0;
  return heights.map((height) => {
    const box = { top, bottom: top + Math.abs(height), head: height < 0 };
    top = box.bottom + 10;
    return box;
  });
}

describe("what is too much for its place on the big screen", () => {
  it("stands on one page when it fits, to the pixel", () => {
    expect(pagesOf(boxes(40, 40), 90)).toEqual([[0, 1]]);
    expect(pagesOf(boxes(40, 40), 89)).toEqual([[0], [1]]);
    expect(pagesOf([], 90)).toEqual([]);
  });

  it("comes whole, in its order, page after page", () => {
    expect(pagesOf(boxes(40, 40, 40, 40, 40), 100)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it("has a page of its own when it is higher than the place", () => {
    expect(pagesOf(boxes(40, 400, 40), 100)).toEqual([[0], [1], [2]]);
  });

  it("keeps a heading with what follows it", () => {
    expect(pagesOf(boxes(40, -20, 40), 100)).toEqual([[0], [1, 2]]);
  });

  it("repeats the heading of what goes on, and counts it", () => {
    expect(pagesOf(boxes(-20, 40, 40, 40), 120)).toEqual([
      [0, 1, 2],
      [0, 3],
    ]);
    expect(pagesOf(boxes(-20, 40, 40, 40, -20, 40), 120)).toEqual([
      [0, 1, 2],
      [0, 3],
      [4, 5],
    ]);
  });

  it("shows every thing on just one page, and no page goes over", () => {
    for (let seed = 1; seed < 200; seed += 1) {
      const heights = Array.from({ length: (seed % 17) + 1 }, (_, n) =>
        n % ((seed % 5) + 2) === 0 ? -20 : 10 + ((seed * (n + 3) * 7919) % 80),
      );
      const all = boxes(...heights, 30);
      const pages = pagesOf(all, 160);
      const things = pages.flat().filter((index) => !all[index]?.head);
      expect(things).toEqual(all.flatMap((box, index) => (box.head ? [] : [index])));
      for (const page of pages) {
        const height = page.reduce((sum, index) => sum + (all[index]?.bottom ?? 0) - (all[index]?.top ?? 0), 0);
        expect(height + 10 * (page.length - 1)).toBeLessThanOrEqual(160);
      }
    }
  });

  it("is a long text in pieces that give the text again", () => {
    expect(pieces("short", 20)).toEqual(["short"]);
    const text = "one two three four five six seven eight nine ten";
    expect(pieces(text, 20)).toEqual(["one two three four …", "… five six seven …", "… eight nine ten"]);
    const plain = pieces(text, 20).map((one) => one.replaceAll(/^… | …$/g, ""));
    expect(plain.join(" ")).toBe(text);
    expect(pieces("x".repeat(50), 20).map((one) => one.length)).toEqual([19, 21, 18]);
  });

  it("stands whole up to 220 letters, and leaves no few words over when it is longer", () => {
    const said = "The group met people who think differently. ".repeat(20);
    expect(pieces(said.slice(0, 220))).toHaveLength(1);
    for (const length of [221, 235, 300, 430]) {
      const [first = "", second = "", ...more] = pieces(said.slice(0, length).trim());
      expect(more).toEqual([]);
      expect(Math.abs(first.length - second.length)).toBeLessThan(16);
    }
  });
});
