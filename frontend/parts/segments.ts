/** What is done before, on and after the day: how much of it there is, and whether it can still be written. */

import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { dayOf, text } from "./room-element";

interface Step {
  key: string;
  block: string;
  prompts?: unknown[];
  rows?: unknown[];
  /** Blank pages, each with its day: as many as somebody likes, so that none is missing. */
  dated?: boolean;
  /** The step whose entries are placed in this one. */
  items_from?: string;
}

/** Today's date where the workshop is, as 2026-03-12. */
export function todayIn(zone: string, now = new Date()): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone || "Europe/London",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(now);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** Whether the workshop lets an activity be written: while it is open, and what comes after it up to a day, by the server's clock. */
export function takesWords(
  room: Room,
  activity: Item | undefined,
  now = new Date(Date.now() + room.clockSkew),
): boolean {
  const info = room.items("room", "info")[0];
  const state = text(info, "state");
  if (state !== "closed" && state !== "archived") return true;
  const today = todayIn(text(info, "zone"), now);
  return state === "closed" && text(activity, "segment") === "after" && text(info, "log_until") >= today;
}

/** How many parts of one's own sheet hold something; null where it is not one's own to fill in alone, or has no parts. */
export function progressOf(room: Room, activity: Item): { done: number; parts: number } | null {
  const sheet = room.sheetFor(activity.id);
  if (text(activity, "holder") !== "person" || !sheet) return null;
  let done = 0;
  let parts = 0;
  for (const step of (activity.fields?.steps ?? []) as Step[]) {
    if (step.block === "reading" || step.dated) continue;
    const whole = (step.prompts ?? step.rows ?? []).length || 1;
    const filled = sheet.entries(step.key).filter((entry) => holdsWords(entry.fields));
    const different = new Set(filled.map((entry) => String(entry.fields.prompt ?? entry.fields.row ?? "")));
    parts += whole;
    done += Math.min(whole, different.size);
  }
  return parts ? { done, parts } : null;
}

/** Where things are placed on a sheet, how many of them have a place; null where nothing is to be placed. */
export function placedOf(room: Room, activity: Item): { done: number; parts: number } | null {
  const sheet = room.sheetFor(activity.id);
  const step = ((activity.fields?.steps ?? []) as Step[]).find((one) => one.items_from);
  if (!sheet || !step?.items_from) return null;
  const items = sheet.entries(step.items_from).map((entry) => entry.id);
  const placed = new Set(sheet.entries(step.key).map((entry) => String(entry.fields.item)));
  return items.length ? { done: items.filter((id) => placed.has(id)).length, parts: items.length } : null;
}

/** Whether an entry holds anything but the name of its place. */
function holdsWords(fields: Record<string, unknown>): boolean {
  return Object.entries(fields).some(([name, value]) => {
    if (name === "prompt" || name === "row" || name === "place") return false;
    return Array.isArray(value) ? value.length > 0 : String(value ?? "").trim() !== "";
  });
}

/** The activity to be worked on now: the timer's, or of the slot that is on the one that was opened last. */
export function activityNow(room: Room): Item | undefined {
  const all = room.items("room", "activity");
  const live = dayOf(room).find(({ state }) => state === "live")?.item;
  const timer = room.items("room", "info")[0]?.fields?.timer as { activity?: string } | undefined;
  const timed = all.find((one) => one.id === timer?.activity && stateOf(room, one) !== "waiting");
  if (timed) return timed;
  const keys = ((live?.fields?.activities ?? []) as { key: string }[]).map(({ key }) => key);
  const there = keys.flatMap((key) => all.find((one) => one.id === key) ?? []);
  const open = there.filter((one) => stateOf(room, one) === "open").sort((one, two) => two.seq - one.seq);
  return open[0] ?? there.find((one) => stateOf(room, one) !== "waiting");
}

/** The state in which a person has an activity: their group's may differ from the others'. */
export function stateOf(room: Room, activity: Item): string {
  return room.sheetFor(activity.id)?.state ?? text(activity, "state");
}
