import { describe, expect, it } from "vitest";
import type { Channel, Item } from "./messages";
import { have, type State, takeChannels, takeFrame, takeWelcome } from "./state";

const item = (id: string, seq: number, gone = false): Item => ({ id, kind: "entry", seq, ...(gone ? { gone } : {}) });
const channel = (ch: string, stamp: number, seq: number, whole: boolean, ...items: Item[]): Channel => ({
  ch,
  stamp,
  seq,
  whole,
  items,
});
const welcome = (...channels: Channel[]) => ({
  t: "welcome" as const,
  v: 1,
  epoch: "e",
  member: "m1",
  seq: 9,
  now: 0,
  acked: 0,
  channels,
});
const ids = (state: State, ch: string) => [...(state.get(ch)?.items.keys() ?? [])];

describe("channels", () => {
  it("are replaced when whole, added to when not, and deleted when absent", () => {
    const state: State = new Map();
    takeWelcome(
      state,
      welcome(channel("a", 1, 5, true, item("x", 3), item("y", 5)), channel("b", 1, 5, true, item("z", 2))),
    );
    const touched = takeWelcome(state, welcome(channel("a", 1, 8, false, item("y", 7, true), item("w", 8))));
    expect([ids(state, "a"), have(state)]).toEqual([["x", "w"], { a: [1, 8] }]);
    expect(touched).toEqual([
      { ch: "b", ids: [], dropped: true },
      { ch: "a", ids: ["y", "w"] },
    ]);
    takeWelcome(state, welcome(channel("a", 2, 9, true, item("v", 9))));
    expect([ids(state, "a"), have(state)]).toEqual([["v"], { a: [2, 9] }]);
  });

  it("are gained and lost while one is there", () => {
    const state: State = new Map([["a", { stamp: 1, seq: 1, items: new Map() }]]);
    takeChannels(state, {
      t: "channels",
      seq: 4,
      add: [channel("b", 4, 4, true, item("x", 2))],
      drop: ["a", "unknown"],
    });
    expect(have(state)).toEqual({ b: [4, 4] });
  });

  it("change by frames; a frame for a channel that is not held, or an older one, is nothing", () => {
    const state: State = new Map([["a", { stamp: 1, seq: 5, items: new Map([["x", item("x", 5)]]) }]]);
    expect(takeFrame(state, { t: "frame", ch: "b", seq: 9, items: [item("y", 9)] })).toEqual([]);
    expect(takeFrame(state, { t: "frame", ch: "a", seq: 4, items: [item("x", 4, true)] })).toEqual([]);
    expect(takeFrame(state, { t: "frame", ch: "a", seq: 6, items: [item("x", 6, true), item("y", 6)] })).toEqual([
      { ch: "a", ids: ["x", "y"] },
    ]);
    expect([ids(state, "a"), have(state)]).toEqual([["y"], { a: [1, 6] }]);
  });

  it("never go back when two conversations overlap", () => {
    const state: State = new Map([["a", { stamp: 3, seq: 8, items: new Map([["x", item("x", 8)]]) }]]);
    takeWelcome(state, welcome(channel("a", 3, 7, true, item("x", 6), item("old", 2))));
    takeWelcome(state, welcome(channel("a", 2, 9, true, item("other", 2))));
    expect([ids(state, "a"), have(state)]).toEqual([["x"], { a: [3, 8] }]);
  });
});
