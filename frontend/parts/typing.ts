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
  /** Finished, and perhaps not safe in the device's database yet. */
  private readonly leaving = new Map<string, Unfinished>();

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

  /** Words that are an entry now, or are let go; where the page ends before `safe` resolves, they are found again. */
  drop(sheet: string, step: string, where: string, safe: () => Promise<void>): void {
    const name = key({ sheet, step, where });
    const one = this.begun.get(name);
    if (!one) return;
    this.begun.delete(name);
    this.leaving.set(name, one);
    void Promise.resolve()
      .then(safe)
      .then(() => {
        if (this.leaving.get(name) === one) this.leaving.delete(name);
        this.store();
      });
  }

  /** Everything begun and not finished that holds a word. */
  left(): Unfinished[] {
    return [...this.begun.values()].filter((one) => one.text.trim());
  }

  private store(): void {
    const open = [...this.leaving, ...this.begun].filter(([name]) => !secrets.has(name)).map(([, one]) => one);
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
