import { describe, expect, it } from "vitest";
import type { Edit, Patch, Put } from "./messages";
import { clean, emptied, fitting, fold, pushable, type Row, type Write } from "./outbox";

const ID = "e1";
const common = { id: ID, sheet: "a2.g1", step: "notes" };
const put = (fields: Record<string, unknown>): Write => ({ t: "put", ...common, fields });
const patch = (edits: Record<string, Edit>): Write => ({ t: "patch", ...common, edits });
const remove: Write = { t: "remove", ...common };

/** Applies writes one after another and gives all rows and the next number. */
function folded(...writes: (Write | "sent")[]): { rows: Row[]; next: number } {
  let rows: Row[] = [];
  let next = 1;
  for (const write of writes) {
    if (write === "sent") {
      rows = rows.map((row) => ({ ...row, state: "sent" }));
      continue;
    }
    const result = fold(rows, write, "box", next);
    const { row } = result;
    next = result.next;
    if (row) rows = [...rows.filter((other) => other.n !== row.n), row];
  }
  return { rows, next };
}

describe("folding", () => {
  it("numbers writes from 1 without gaps", () => {
    const { rows, next } = folded(put({ text: "a" }), "sent", patch({ text: { base: 1, value: "b" } }), "sent", remove);
    expect(rows.map((row) => [row.n, row.change.n, row.change.t])).toEqual([
      [1, 1, "put"],
      [2, 2, "patch"],
      [3, 3, "remove"],
    ]);
    expect(next).toBe(4);
  });

  it("folds a patch into a put that was not sent", () => {
    const { rows, next } = folded(put({ text: "a", place: 1 }), patch({ text: { base: 0, value: "ab", was: "a" } }));
    expect(rows.map((row) => (row.change as Put).fields)).toEqual([{ text: "ab", place: 1 }]);
    expect(next).toBe(2);
  });

  it("folds typing and keeps what the first unsent edit was made from", () => {
    const first = { base: 7, value: "a b", was: "a" };
    const later = { base: 9, value: "a b c", was: "a b" };
    const { rows } = folded(patch({ text: first }), patch({ text: later, place: { base: 2, value: 5 } }));
    expect(rows.map((row) => (row.change as Patch).edits)).toEqual([
      { text: { base: 7, value: "a b c", was: "a" }, place: { base: 2, value: 5 } },
    ]);
  });

  it("never changes a row that was sent", () => {
    const { rows } = folded(patch({ text: { base: 7, value: "b" } }), "sent", patch({ text: { base: 7, value: "c" } }));
    expect(rows.map((row) => (row.change as Patch).edits.text?.value)).toEqual(["b", "c"]);
  });

  it("lets a choice between versions replace an unsent edit", () => {
    const choice = { base: 9, value: "c", was: "x", settles: true };
    const { rows } = folded(patch({ text: { base: 7, value: "b", was: "a" } }), patch({ text: choice }));
    expect(rows.map((row) => (row.change as Patch).edits)).toEqual([{ text: choice }]);
  });

  it("keeps the number of an unsent put that is removed, as a removal that means nothing", () => {
    const { rows, next } = folded(put({ text: "a" }), remove);
    expect(rows).toEqual([
      {
        box: "box",
        n: 1,
        state: "new",
        step: "notes",
        hollow: true,
        change: { t: "remove", n: 1, id: ID, sheet: "a2.g1" },
      },
    ]);
    expect(next).toBe(2);
  });

  it("turns an unsent patch into the removal, and takes nothing after it", () => {
    const { rows, next } = folded(
      patch({ text: { base: 7, value: "b" } }),
      remove,
      patch({ text: { base: 7, value: "c" } }),
    );
    expect(rows.map((row) => [row.n, row.change.t, row.hollow])).toEqual([[1, "remove", undefined]]);
    expect(next).toBe(2);
  });
});

describe("pushes", () => {
  const row = (n: number, text: string, state: Row["state"] = "new"): Row => ({
    box: "box",
    n,
    state,
    step: "notes",
    change: { t: "put", n, id: `e${n}`, sheet: "s", step: "notes", fields: { text } },
  });

  it("hold at most 200 changes, in order, without acknowledged ones", () => {
    const rows = [row(1, "a", "acked"), ...Array.from({ length: 300 }, (_, index) => row(index + 2, "a"))];
    expect(pushable(rows).map((one) => one.n)).toEqual(Array.from({ length: 200 }, (_, index) => index + 2));
  });

  it("hold no more bytes than a frame takes, but at least one change", () => {
    const long = "x".repeat(150_000);
    expect(pushable([row(1, long), row(2, long)]).map((one) => one.n)).toEqual([1]);
    expect(pushable([row(1, long + long), row(2, "a")]).map((one) => one.n)).toEqual([1]);
  });

  it("leave out the base text of a long patch, and refuse what is longer still", () => {
    const long = "x".repeat(150_000);
    const trimmed = fitting(patch({ text: { base: 1, value: long, was: long } }));
    expect(trimmed).toEqual(patch({ text: { base: 1, value: long, was: null } }));
    expect(fitting(put({ text: long + long }))).toBe(null);
  });

  it("can be emptied without losing their number", () => {
    const { change, hollow, n } = emptied(row(4, "a"));
    expect([change.t, change.n, change.sheet, hollow, n]).toEqual(["remove", 4, "none", true, 4]);
  });
});

it("takes out what JSON or the server cannot carry", () => {
  expect(clean({ text: "a\0b \ud83d c", picks: ["😀", "\udc00x"], place: 1 })).toEqual({
    text: "ab \ufffd c",
    picks: ["😀", "\ufffdx"],
    place: 1,
  });
});
