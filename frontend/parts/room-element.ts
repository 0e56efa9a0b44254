/** The base of elements that show a room: light DOM, drawn again whenever the room changes. */

import { LitElement, noChange } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType } from "lit/directive.js";
import type { Room } from "../store/api";
import type { Item } from "../store/messages";

/** An element with a room; it draws itself again after each change of the room. */
export class RoomElement extends LitElement {
  static override properties = { room: { attribute: false } };
  declare room: Room;
  private stop: (() => void) | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.room?.subscribe(() => this.requestUpdate()) ?? null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = null;
  }

  /** Runs a command and keeps the words of a refusal for `problem`. */
  protected async run(name: string, body: Record<string, unknown> = {}): Promise<Record<string, unknown> | null> {
    this.problem = "";
    try {
      return await this.room.command(name, body);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      return null;
    } finally {
      this.requestUpdate();
    }
  }

  protected problem = "";
}

/** A field of an item as text, number or truth; absent is empty. */
export const text = (item: Item | undefined, key: string): string => String(item?.fields?.[key] ?? "");
export const number = (item: Item | undefined, key: string): number => Number(item?.fields?.[key] ?? 0);

/** Whether an activity is answered on scales, without names. */
export const isRating = (activity: Item | undefined): boolean =>
  (activity?.fields?.steps as { block: string }[] | undefined)?.[0]?.block === "rating";

/** Whether an activity stands in a slot of the day; one that does not is opened whenever it fits. */
export const inASlot = (room: Room, activity: string): boolean =>
  room
    .items("room", "agenda")
    .some((slot) => ((slot.fields?.activities ?? []) as { key: string }[]).some(({ key }) => key === activity));

/** Sets custom properties on an element without a style attribute, which the page's policy forbids. */
class VarsDirective extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("vars() stands on an element");
  }

  render(_values: Record<string, number | string>): symbol {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Record<string, number | string>]): symbol {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) style.setProperty(`--${name}`, String(value));
    return noChange;
  }
}
export const vars = directive(VarsDirective);

/** A time of day as it is written, 11.59, from minutes after midnight. */
export function clock(minutes: number): string {
  const whole = Math.round(minutes);
  return `${String(Math.floor(whole / 60) % 24).padStart(2, "0")}.${String(whole % 60).padStart(2, "0")}`;
}

/** Minutes after midnight of a moment in a time zone. */
export function minutesIn(zone: string, when: Date): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone || "Europe/London",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(when);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part("hour") * 60 + part("minute");
}

/** What is left on the room's timer, in seconds (negative when it is over), or null when none is set. */
export function remaining(room: Room): { seconds: number; paused: boolean } | null {
  const timer = room.items("room", "info")[0]?.fields?.timer as { ends?: number; left?: number } | undefined;
  if (timer?.left !== undefined) return { seconds: Math.round(timer.left / 1000), paused: true };
  if (timer?.ends === undefined) return null;
  return { seconds: Math.round((timer.ends - (Date.now() + room.clockSkew)) / 1000), paused: false };
}

/** Seconds as a clock shows them, 16:52. */
export function countdown(seconds: number): string {
  const whole = Math.abs(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

/** A slot that is on for so many minutes was not ended when people left. */
const LEFT_ON = 6 * 60;

/** Minutes that a break can lose and still be one: lunch keeps half an hour, others ten minutes (as core/agenda.py). */
const spare = (item: Item): number =>
  text(item, "kind") === "break" ? Math.max(0, number(item, "minutes") - (number(item, "minutes") >= 30 ? 30 : 10)) : 0;

/**
 * The day's slots in order, with planned starts worked out from the start of the day and what is fixed. A break that
 * begins late ends when what comes next is fixed to begin, as far as it can lose minutes. The slot that is on ends now when
 * it is over its time, unless it began longer ago than a day has slots, and was left on.
 */
export function dayOf(
  room: Room,
  moment = new Date(Date.now() + room.clockSkew),
): { item: Item; start: number; end: number; state: string }[] {
  const info = room.items("room", "info")[0];
  const zone = text(info, "zone");
  let now = number(info, "start");
  return room
    .items("room", "agenda")
    .slice()
    .sort((a, b) => number(a, "position") - number(b, "position"))
    .map((item, at, all) => {
      const started = text(item, "started") && item.fields?.started ? new Date(text(item, "started")) : null;
      const ended = item.fields?.ended ? new Date(text(item, "ended")) : null;
      const fixed = item.fields?.fixed;
      const start = started ? minutesIn(zone, started) : Math.max(now, fixed == null ? 0 : Number(fixed));
      const whole = start + number(item, "minutes");
      const due = Number(all[at + 1]?.fields?.fixed ?? whole);
      const planned = Math.min(whole, Math.max(due, whole - spare(item)));
      const passed = all.slice(at + 1).some((later) => later.fields?.started);
      const taken = started && !passed ? Math.floor((moment.getTime() - started.getTime()) / 60_000) : 0;
      const end = ended ? minutesIn(zone, ended) : taken < LEFT_ON ? Math.max(planned, start + taken) : planned;
      now = end;
      if (!started && passed) {
        now = start;
        return { item, start, end: start, state: "skipped" };
      }
      const state = ended ? "done" : started ? "live" : text(item, "kind") === "break" ? "pause" : "";
      return { item, start, end, state };
    });
}
