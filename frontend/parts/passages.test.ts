import { describe, expect, it } from "vitest";
import { piecesOf } from "./passages";

describe("pieces of a passage", () => {
  it("are its lines without bullets and numbers", () => {
    expect(piecesOf("- Money stops\n• Nobody decides\n2. Three forms\n\n   ")).toEqual([
      "Money stops",
      "Nobody decides",
      "Three forms",
    ]);
  });

  it("are the sentences of a line", () => {
    expect(piecesOf("The board asks for one number. Traders want the benches gone! “Who pays?” Nobody says.")).toEqual([
      "The board asks for one number.",
      "Traders want the benches gone!",
      "“Who pays?”",
      "Nobody says.",
    ]);
  });

  it("do not end at a point within a number or before a small letter", () => {
    expect(piecesOf("It begins at 9.30 and costs approx. two days.")).toEqual([
      "It begins at 9.30 and costs approx. two days.",
    ]);
  });

  it("are each there once, and never longer than a note", () => {
    expect(piecesOf("Same.\nSame.")).toEqual(["Same."]);
    const [long = ""] = piecesOf("word ".repeat(200));
    expect(long.length).toBeLessThanOrEqual(600);
    expect(long.endsWith("word…")).toBe(true);
    expect(piecesOf("")).toEqual([]);
  });
});
