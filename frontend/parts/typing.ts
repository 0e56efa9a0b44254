/** Words that are being typed and are not written yet: kept on this device from the first letter on. */

import type { Room } from "../store/api";

/** What somebody has begun: in a new entry (`where` names its place) or in an entry (`where` is its id). */
export interface Unfinished {
  sheet: string;
  step: string;
  where: string;
  text: string;
  /** What else a new entry with these words has, such as its column. */
  fields: Record<string, unknown>;
}

export class Typing {
  private static readonly all = new Map<string, Typing>();
  private readonly begun = new Map<string, Unfinished>();

  /** The words of a room's member on this device. */
  static of(room: Pick<Room, "id" | "member">): Typing {
    const place = `cw-typing ${room.id} ${room.member}`;
    const found = Typing.all.get(place) ?? new Typing(place);
    Typing.all.set(place, found);
    return found;
  }

  private constructor(private readonly place: string) {
    try {
      const kept = JSON.parse(localStorage.getItem(place) ?? "[]") as Unfinished[];
      for (const one of kept) this.begun.set(key(one), one);
    } catch {
      localStorage.removeItem(place);
    }
  }

  text(sheet: string, step: string, where: string): string | undefined {
    return this.begun.get(key({ sheet, step, where }))?.text;
  }

  /** Keeps words; `secret` ones stay in this page's memory alone. */
  keep(one: Unfinished, secret = false): void {
    if (secret) secrets.add(key(one));
    this.begun.set(key(one), one);
    this.store();
  }

  /** Lets words go that are being written into an entry now, which keeps them from then on, or that nobody wants. */
  drop(sheet: string, step: string, where: string): void {
    if (this.begun.delete(key({ sheet, step, where }))) queueMicrotask(() => this.store());
  }

  /** Everything begun and not finished that holds a word. */
  left(): Unfinished[] {
    return [...this.begun.values()].filter((one) => one.text.trim());
  }

  private store(): void {
    const open = [...this.begun].filter(([name]) => !secrets.has(name)).map(([, one]) => one);
    try {
      localStorage.setItem(this.place, JSON.stringify(open));
    } catch (error) {
      console.warn("This device could not keep what is being typed.", error);
    }
  }
}

const secrets = new Set<string>();

function key({ sheet, step, where }: Pick<Unfinished, "sheet" | "step" | "where">): string {
  return `${sheet} ${step} ${where}`;
}
