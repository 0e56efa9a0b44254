/** Words that are being typed and are not written yet: kept on this device from the first letter on. */

import type { Room } from "../store/api";
import { open, seal } from "../store/sealing";

type Where = Pick<Unfinished, "sheet" | "step" | "where">;
type Who = Pick<Room, "id" | "member" | "key">;

/** What somebody has begun: in a new entry (`where` names its place) or in an entry (`where` is its id). */
export interface Unfinished {
  sheet: string;
  step: string;
  where: string;
  text: string;
  /** What else a new entry with these words has, such as its column. */
  fields: Record<string, unknown>;
}

/** What is typed on a sealed page lies sealed on the shelf as well. */
interface Sealed extends Where {
  box: string;
}

export class Typing {
  private static readonly all = new Map<string, Typing>();
  private readonly begun = new Map<string, Unfinished>();
  private readonly secret = new Set<string>();
  /** What lies sealed here and has not been opened: its key has not come yet, or it is of other words. */
  private readonly closed = new Map<string, Sealed>();

  /** The words of a room's member on this device. */
  static of(room: Who): Typing {
    const place = `cw-typing ${room.id} ${room.member}`;
    const found = Typing.all.get(place) ?? new Typing(place, room);
    Typing.all.set(place, found);
    found.room = room;
    found.open();
    return found;
  }

  private constructor(
    private readonly place: string,
    private room: Who,
  ) {
    try {
      const kept = JSON.parse(localStorage.getItem(place) ?? "[]") as (Unfinished | Sealed)[];
      for (const one of kept) {
        if ("box" in one) this.closed.set(key(one), one);
        else this.begun.set(key(one), one);
      }
    } catch {
      localStorage.removeItem(place);
    }
  }

  text(sheet: string, step: string, where: string): string | undefined {
    return this.begun.get(key({ sheet, step, where }))?.text;
  }

  /** Keeps words; `secret` ones are sealed, and without the key they stay in this page's memory alone. */
  keep(one: Unfinished, secret = false): void {
    if (secret) this.secret.add(key(one));
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
    const kept = [...this.begun].flatMap(([name, one]): (Unfinished | Sealed)[] =>
      this.secret.has(name) ? this.sealed(one) : [one],
    );
    try {
      localStorage.setItem(this.place, JSON.stringify([...kept, ...this.closed.values()]));
    } catch (error) {
      console.warn("This device could not keep what is being typed.", error);
    }
  }

  private sealed({ text, fields, ...where }: Unfinished): Sealed[] {
    const box = this.room.key && seal({ text, fields }, this.room.key, this.bound(where), { draft: true });
    return box ? [{ ...where, box }] : [];
  }

  private open(): void {
    for (const [name, { box, ...where }] of this.room.key ? this.closed : []) {
      const inside = this.room.key && open(box, this.room.key, this.bound(where));
      if (!inside) continue;
      this.closed.delete(name);
      this.secret.add(name);
      if (!this.begun.has(name)) this.begun.set(name, { ...where, ...(inside as Pick<Unfinished, "text" | "fields">) });
    }
  }

  private bound({ sheet, step, where }: Where) {
    return { room: this.room.id, sheet, entry: `typing ${step} ${where}` };
  }
}

/** Whether a place, or the part of it before a field's name, is an entry. */
export function isEntry(id: string): boolean {
  return /^[0-9a-f]{8}-/.test(id);
}

function key({ sheet, step, where }: Where): string {
  return `${sheet} ${step} ${where}`;
}
