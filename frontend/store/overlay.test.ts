import { describe, expect, it } from "vitest";
import type { Edit, Item } from "./messages";
import type { Row } from "./outbox";
import { editOf, laid, settling } from "./overlay";

const item = (text: string, rev: number): Item => ({
  id: "e1",
  kind: "entry",
  seq: rev,
  fields: { text, place: 1 },
  revs: { text: rev, place: 1 },
});
const patched = (n: number, text: Edit): Row => ({
  box: "b",
  n,
  state: "new",
  step: "s",
  change: { t: "patch", n, id: "e1", sheet: "a", edits: { text } },
});

describe("what is shown", () => {
  it("is a waiting edit over what the server says", () => {
    expect(laid(item("one", 5), [patched(1, { base: 5, value: "one two", was: "one" })])).toEqual({
      text: "one two",
      place: 1,
    });
  });

  it("merges a text that changed underneath", () => {
    const rows = [patched(1, { base: 5, value: "one two three four", was: "one two three" })];
    expect(laid(item("zero one two three", 9), rows)?.text).toBe("zero one two three four");
  });

  it("is mine where two people changed the same words", () => {
    expect(laid(item("red house", 9), [patched(1, { base: 5, value: "blue house", was: "white house" })])?.text).toBe(
      "blue house",
    );
  });

  it("lays several edits over each other", () => {
    const rows = [patched(1, { base: 5, value: "a b", was: "a" }), patched(2, { base: 5, value: "a b c", was: "a b" })];
    expect(laid(item("x\na", 9), rows)?.text).toBe("x\na b c");
  });
});

describe("what an edit is made from", () => {
  const nothing = { rows: [], began: null };

  it("is what the server says", () => {
    expect(editOf("text", "one two", { item: item("one", 5), ...nothing })).toEqual({
      base: 5,
      value: "one two",
      was: "one",
    });
    expect(editOf("place", 4, { item: item("one", 5), ...nothing })).toEqual({ base: 1, value: 4 });
  });

  it("is nothing when the value stands already", () => {
    expect(editOf("text", "one", { item: item("one", 5), ...nothing })).toBe(null);
  });

  it("is the last own value while that is on its way, against the same revision", () => {
    const rows = [patched(1, { base: 5, value: "one two", was: "one" })];
    expect(editOf("text", "one two three", { item: item("changed one", 9), rows, began: null })).toEqual({
      base: 5,
      value: "one two three",
      was: "one two",
    });
  });

  it("is what stood there when the person began to type", () => {
    const began = { entry: "e1", field: "text", text: "one", base: 5 };
    const at = { item: item("one and more", 9), rows: [], began };
    expect(editOf("text", "one two", at)).toEqual({ base: 5, value: "one two", was: "one" });
    expect(editOf("text", "one", at)).toBe(null);
  });

  it("is the present text for a choice between versions", () => {
    expect(settling("text", "two", item("one", 5))).toEqual({ base: 5, value: "two", was: "one", settles: true });
  });
});
