/** What groups bring together: each side with what it shared, as every page and the big screen lay it side by side. */

import type { Entry, Room } from "../store/api";
import type { Item } from "../store/messages";
import { number, text } from "./room-element";

/** One thing that a side shared. */
export interface Brought {
  id: string;
  step: string;
  fields: Record<string, unknown>;
  proxy?: boolean;
}

export interface Side {
  name: string;
  entries: Brought[];
}

/** A step of an activity, with the settings that any block may have. */
export interface AnyStep {
  key: string;
  block: string;
  title: string;
  instruction?: string;
  columns?: { key: string; label: string; tone: string; type?: string }[];
  cells?: { key: string; label: string; tone: string; row: number }[];
  rows?: { key: string; label: string }[];
  prompts?: { key: string; label: string; tone: string }[];
  items_from?: string;
  label_from?: string;
}

export const of = (side: Side, step: string | undefined): Brought[] => side.entries.filter((one) => one.step === step);
export const words = (one: Brought, field: string): string => String(one.fields[field] ?? "");

/** The groups of a room in their order, and after them what earlier workshops wrote. */
export function groupsOf(room: Room): Item[] {
  return [...room.items("room", "group")].sort((a, b) => number(a, "position") - number(b, "position"));
}

/** The groups that people are in, or may be. */
export function groupsOfPeople(room: Room): Item[] {
  return groupsOf(room).filter((group) => !group.fields?.recorded);
}

const shown = (entries: readonly Entry[]): Brought[] => entries.filter((one) => !one.hidden);

/** The sides of an activity that were shared: groups in their order; whoever is no group is one side without names. */
export function sidesOf(room: Room, activity: string): Side[] {
  const shared = room.sheetsOf(activity).filter((id) => room.sheet(id)?.state === "shared" && !id.endsWith(".copy"));
  const groups = groupsOf(room);
  const sides = groups
    .filter((group) => shared.includes(`${activity}.${group.id}`))
    .map((group) => ({
      name: text(group, "name"),
      entries: shown(room.sheet(`${activity}.${group.id}`)?.entries() ?? []),
    }));
  const others = shared.filter((id) => !groups.some((group) => id === `${activity}.${group.id}`));
  const rest = others.flatMap((id) => shown(room.sheet(id)?.entries() ?? []));
  return [...sides, ...(rest.length ? [{ name: "Everybody", entries: rest }] : [])].filter(
    (side) => side.entries.length,
  );
}

/** Where a side placed its items: label and the cell's key. Items that are gone or hidden are left out. */
export function placed(side: Side, step: AnyStep): { id: string; label: string; cell: string }[] {
  const cells = new Map(of(side, step.key).map((one) => [words(one, "item"), words(one, "cell")]));
  return of(side, step.items_from)
    .filter((one) => cells.has(one.id))
    .map((one) => ({ id: one.id, label: words(one, step.label_from ?? "text"), cell: cells.get(one.id) ?? "" }));
}
