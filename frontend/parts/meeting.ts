/** A meeting read from its entries: who plays what, which item is on, how far it is. Pure. */

import type { Entry, Room, Sheet } from "../store/api";
import type { Item } from "../store/messages";
import { text } from "./room-element";
import type { AnyStep } from "./step";

export interface Role {
  key: string;
  label: string;
  line: string;
  tone: string;
  sectors: string[];
}
export interface MeetingStep extends AnyStep {
  roles: Role[];
  doubles: string[];
  scribe: string;
  agenda: { key: string; title: string; minutes: number; note: string; matter?: boolean }[];
  aids: { title: string; words: string; lines: string[] }[];
  plays_from: { activity: string; step: string; field: string } | null;
}
export type Phase = "before" | "during" | "after";

/** The step of an activity that is a meeting, if it has one. */
export function meetingIn(activity: Item | undefined): MeetingStep | undefined {
  return ((activity?.fields?.steps ?? []) as AnyStep[]).find((step) => step.block === "meeting") as
    | MeetingStep
    | undefined;
}

export const field = (entry: Entry | undefined, name: string): string => String(entry?.fields[name] ?? "");
export const amount = (entry: Entry | undefined, name: string): number => Number(entry?.fields[name] ?? 0);

/** Entries of one kind, in reading order. */
export function ofKind(entries: Entry[], kind: string): Entry[] {
  return entries.filter((entry) => entry.fields.kind === kind);
}

/** The item that is on: begun, not ended; of two that were begun apart, the later. */
export function liveItem(items: Entry[]): Entry | undefined {
  const on = items.filter((item) => amount(item, "started") && !amount(item, "ended"));
  return on.sort((a, b) => amount(b, "started") - amount(a, "started"))[0];
}

export function phaseOf(items: Entry[]): Phase {
  if (liveItem(items)) return "during";
  if (items.length && items.every((item) => amount(item, "ended"))) return "after";
  return items.some((item) => amount(item, "started")) ? "during" : "before";
}

/** Milliseconds that an item has left; negative when it is over its time. */
export function leftOf(item: Entry, now: number): number {
  return amount(item, "started") + amount(item, "minutes") * 60_000 - now;
}

/** What is left in words: 4 min left, 40 s left, 2 min over. */
export function leftWords(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const size = seconds >= 60 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
  return milliseconds >= 0 ? `${size} left` : `${size} over`;
}

/** The cast entry of a member; whom it casts is whose entry it is. */
export function castOf(entries: Entry[], member: string): Entry | undefined {
  return ofKind(entries, "cast").find((entry) => entry.by === member);
}

/** Who has a duty, chair or scribe, as a member's id. */
export function dutyHolder(entries: Entry[], duty: string): string {
  const holds = (entry: Entry): boolean => ((entry.fields.duties ?? []) as string[]).includes(duty);
  return ofKind(entries, "cast").find(holds)?.by ?? "";
}

export function labelOf(step: Pick<MeetingStep, "roles"> | undefined, role: string): string {
  return step?.roles.find((one) => one.key === role)?.label ?? role;
}

/** A label within a sentence: the organisational representative. */
export function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** A meeting's entries without the cast of people who are in the group no more. */
export function meetingEntries(room: Room, sheet: Sheet | null, step: string | undefined): Entry[] {
  const here = new Set(groupPeople(room).map((one) => one.id));
  const entries = step === undefined ? [] : (sheet?.entries(step) ?? []);
  return entries.filter((entry) => entry.fields.kind !== "cast" || here.has(entry.by));
}

/** The people of a member's group. */
export function groupPeople(room: Room): Item[] {
  const group = text(room.items("me", "me")[0], "group");
  return room.items(`group:${group}`, "person").filter((one) => text(one, "role") === "participant");
}
