import { describe, expect, it } from "vitest";
import { placedOf } from "./placements";

const STEPS = [{ key: "list" }, { key: "place", items_from: "list" }, { key: "discuss" }];

describe("how much is placed", () => {
  it("is counted out of what is listed", () => {
    expect(placedOf(STEPS, { list: 13, place: 11, discuss: 2 })).toEqual({
      place: "place",
      list: "list",
      count: 11,
      all: 13,
    });
    expect(placedOf(STEPS, { list: 2 })).toMatchObject({ count: 0, all: 2 });
  });

  it("is never more than there is: a placement may outlive what it placed", () => {
    expect(placedOf(STEPS, { list: 1, place: 2 })).toMatchObject({ count: 1, all: 1 });
  });

  it("is nothing where nothing is listed or placed", () => {
    expect(placedOf(STEPS, { place: 2 })).toBeNull();
    expect(placedOf([{ key: "notes" }], { notes: 4 })).toBeNull();
  });
});
