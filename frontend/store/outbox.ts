// The outbox as plain values: its rows, how a new write joins them, and what of them goes into one push.

import type { Draft } from "./api";
import { type Change, type Edit, MAX_CHANGES, type Refusal } from "./messages";
import { uuid } from "./uuid";

/** What a person did, before it has a number. */
export type Write =
  | { t: "put"; id: string; sheet: string; step: string; fields: Record<string, unknown> }
  | {
      t: "patch";
      id: string;
      sheet: string;
      step: string;
      edits: Record<string, Edit>;
      /** The entry's fields as they were, for a draft that must stand by itself. */
      before?: Record<string, unknown>;
    }
  | { t: "remove"; id: string; sheet: string; step: string };

/**
 * One numbered change. new: never sent, so a later write may join it. sent: it may have arrived, so it never changes
 * again. acked: the server has it, and it lies over the entry until the server's own state of it arrives.
 */
export interface Row {
  box: string;
  n: number;
  state: "new" | "sent" | "acked";
  change: Change;
  step: string;
  /** The fields of an entry before it was patched: kept here, never sent. */
  before?: Record<string, unknown>;
  /** A removal that only keeps the numbers without gaps: its entry never left this device. */
  hollow?: boolean;
}

/** Bytes of JSON that one push may hold; a frame may have 256 kB. */
const PUSH_BYTES = 200_000;

/**
 * Joins a write to its entry's rows (in order of number): either an unsent row changes, or a new one gets number `next`.
 * A write to an entry that is being removed does nothing.
 */
export function fold(rows: readonly Row[], write: Write, box: string, next: number): { row: Row | null; next: number } {
  const last = rows.at(-1);
  if (last?.change.t === "remove") return { row: null, next };
  if (last?.state === "new") {
    const row = joined(last, write);
    if (row) return { row, next };
  }
  const before = write.t === "patch" && write.before ? { before: write.before } : {};
  const row: Row = { box, n: next, state: "new", change: numbered(write, next), step: write.step, ...before };
  return { row, next: next + 1 };
}

function numbered(write: Write, n: number): Change {
  const { id, sheet } = write;
  if (write.t === "put") return { t: "put", n, id, sheet, step: write.step, fields: write.fields };
  if (write.t === "patch") return { t: "patch", n, id, sheet, edits: write.edits };
  return { t: "remove", n, id, sheet };
}

function joined(row: Row, write: Write): Row | null {
  const { change } = row;
  if (write.t === "remove") {
    return { ...row, change: numbered(write, change.n), ...(change.t === "put" ? { hollow: true } : {}) };
  }
  if (write.t === "put" || change.t === "remove") return null;
  if (change.t === "put") {
    const values = Object.entries(write.edits).map(([field, edit]) => [field, edit.value] as const);
    return { ...row, change: { ...change, fields: { ...change.fields, ...Object.fromEntries(values) } } };
  }
  return { ...row, change: { ...change, edits: joinedEdits(change.edits, write.edits) } };
}

/** A later value keeps what the first unsent one was made from; a choice between versions stands for itself. */
function joinedEdits(first: Record<string, Edit>, later: Record<string, Edit>): Record<string, Edit> {
  const edits = { ...first };
  for (const [field, edit] of Object.entries(later)) {
    const before = first[field];
    edits[field] = before && !edit.settles ? { ...before, value: edit.value } : edit;
  }
  return edits;
}

/** Changes for one push, from the first number not dealt with on: as many as a frame takes, at least one. */
export function pushable(rows: readonly Row[], most: number = MAX_CHANGES): Row[] {
  const found: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (row.state === "acked") continue;
    bytes += size(row.change);
    if (found.length >= most || (found.length > 0 && bytes > PUSH_BYTES)) break;
    found.push(row);
  }
  return found;
}

/** Bytes of a value as JSON. */
export function size(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** Makes a write small enough to be sent: the base text goes first. Null when it is too long all the same. */
export function fitting(write: Write): Write | null {
  if (size(write) <= PUSH_BYTES) return write;
  if (write.t !== "patch") return null;
  const bare = Object.entries(write.edits).map(([field, edit]) => [field, { ...edit, was: null }] as const);
  const smaller = { ...write, edits: Object.fromEntries(bare) };
  return size(smaller) <= PUSH_BYTES ? smaller : null;
}

/** The values that a change carries. */
export function valuesOf(change: Change | Write): Record<string, unknown> {
  if (change.t === "put") return change.fields;
  if (change.t === "remove") return {};
  return Object.fromEntries(Object.entries(change.edits).map(([field, edit]) => [field, edit.value]));
}

/** A row that keeps its number and says nothing: for a change that the server cannot read. */
export function emptied(row: Row): Row {
  const { n } = row.change;
  return { ...row, hollow: true, change: { t: "remove", n, id: uuid(), sheet: "none" } };
}

/** A draft with the person's member it belongs to, as it is stored. */
export interface StoredDraft extends Draft {
  who: string;
}

/** What is kept of a refused change. */
export function draftOf(row: Row, why: Pick<Refusal, "code" | "reason">, who: string): StoredDraft {
  const { id, sheet } = row.change;
  const fields = valuesOf(row.change);
  const key = `${row.box}|${row.n}`;
  const before = row.before ? { before: row.before } : {};
  return { key, who, sheet, entry: id, step: row.step, fields, ...before, reason: why.reason, code: why.code };
}

/** A text that JSON and the server can carry: no NUL, no half of a character. Other values pass as they are. */
export function clean(value: unknown): unknown {
  if (typeof value === "string") return wellFormed(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
}

const HALF = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function wellFormed(text: string): string {
  return text.replaceAll("\0", "").replace(HALF, "\uFFFD");
}
