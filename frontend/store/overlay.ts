// How a device's own changes lie over what the server says, and what a new value of a field was made from.

import { merge } from "./merging";
import type { Edit, Item } from "./messages";
import type { Row } from "./outbox";
import { BOX } from "./sealing";

type Fields = Record<string, unknown>;

/** An entry's fields with rows laid over them in order; null where the entry is not, or no longer, to be seen. */
export function laid(item: Item | undefined, rows: readonly Row[]): Fields | null {
  let fields: Fields | null = item ? (item.fields ?? {}) : null;
  for (const { change } of rows) {
    if (change.t === "remove") return null;
    if (change.t === "put") fields = fields ?? change.fields;
    else if (fields) fields = edited(fields, change.edits);
  }
  return fields;
}

function edited(fields: Fields, edits: Record<string, Edit>): Fields {
  const after = { ...fields };
  for (const [field, edit] of Object.entries(edits)) after[field] = shown(field, after[field], edit);
  return after;
}

/** A text that changed underneath is merged as the server will merge it; what cannot be merged shows mine. */
function shown(field: string, theirs: unknown, edit: Edit): unknown {
  const { value, was } = edit;
  if (
    edit.settles ||
    field === BOX ||
    typeof was !== "string" ||
    typeof value !== "string" ||
    typeof theirs !== "string"
  )
    return value;
  return theirs === was ? value : (merge(was, value, theirs) ?? value);
}

/** Where a person began to type: the field's text and revision then, or after their own last change of it. */
export interface Began {
  entry: string;
  field: string;
  text: unknown;
  base: number;
}

/**
 * The edit that a new value makes, or null when it changes nothing. It is made from this device's last value if that
 * is still on its way, else from what stood there when the person began to type, else from what the server says.
 */
export function editOf(
  field: string,
  value: unknown,
  at: { item: Item | undefined; rows: readonly Row[]; began: Began | null },
): Edit | null {
  const before = onItsWay(field, at.rows) ?? begun(field, at.item, at.began) ?? standing(field, at.item);
  if (same(value, before.value)) return null;
  const text = typeof value === "string" && typeof (before.value ?? "") === "string";
  return text ? { base: before.base, value, was: String(before.value ?? "") } : { base: before.base, value };
}

/** The choice of a text between versions, made against what the server says now. */
export function settling(field: string, text: string, item: Item | undefined): Edit {
  const { base, value } = standing(field, item);
  return { base, value: text, was: typeof value === "string" ? value : "", settles: true };
}

interface Before {
  base: number;
  value: unknown;
}

/** The last value not yet in the server's state. Its base stays: newer ones are merged, whatever becomes of it. */
function onItsWay(field: string, rows: readonly Row[]): Before | null {
  for (const { change } of rows.toReversed()) {
    if (change.t === "patch" && change.edits[field]) return change.edits[field];
    if (change.t === "put") return { base: 0, value: change.fields[field] };
  }
  return null;
}

function begun(field: string, item: Item | undefined, began: Began | null): Before | null {
  if (!began || !item || began.entry !== item.id || began.field !== field) return null;
  const now = standing(field, item);
  return same(now.value, began.text) ? now : { base: began.base, value: began.text };
}

/** What a person finds in a field: their own last value while it is on its way, else what the server says. */
export function stood(field: string, item: Item | undefined, rows: readonly Row[]): Before {
  return onItsWay(field, rows) ?? standing(field, item);
}

/** The field as the server has it. */
function standing(field: string, item: Item | undefined): Before {
  return { base: item?.revs?.[field] ?? 0, value: item?.fields?.[field] };
}

/** Whether two JSON values are equal; the order of keys counts. */
export function same(one: unknown, two: unknown): boolean {
  return one === two || JSON.stringify(one) === JSON.stringify(two);
}
