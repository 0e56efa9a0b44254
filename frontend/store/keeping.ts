// Keeps what the server said in the device's database, a little later and in one transaction for many messages.

import type { Batch, Box, Database } from "./database";
import type { State, Touched } from "./state";

/** What was touched since the last time: ids in each channel, channels lost, numbers of rows covered. */
interface Noted {
  channels: Map<string, { whole: boolean; ids: Set<string> }>;
  dropped: Set<string>;
  covered: Set<number>;
}

export class Keeping {
  private noted = nothing();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly box: () => Box,
    private readonly state: () => State,
    private readonly delay: number,
  ) {}

  /** Notes what a message touched, and rows of the outbox that the server's state now covers. */
  note(touched: readonly Touched[], covered: Iterable<number> = []): void {
    for (const one of touched) this.noteOne(one);
    for (const n of covered) this.noted.covered.add(n);
    this.timer ??= setTimeout(() => void this.flush(), this.delay);
  }

  private noteOne({ ch, ids, whole, dropped }: Touched): void {
    const { channels } = this.noted;
    if (dropped) {
      channels.delete(ch);
      this.noted.dropped.add(ch);
      return;
    }
    const found = channels.get(ch) ?? { whole: false, ids: new Set<string>() };
    channels.set(ch, found);
    found.whole ||= whole ?? false;
    for (const id of ids) found.ids.add(id);
  }

  /** Notes that nothing stored can be relied upon: every channel will be written whole. */
  noteAll(): void {
    this.note([...this.state().keys()].map((ch) => ({ ch, ids: [], whole: true })));
  }

  /** Forgets what was noted, when the box is another. */
  forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.noted = nothing();
  }

  /** Stores what was noted so far. What cannot be stored is fetched from the server again another time. */
  flush(): Promise<void> {
    const { noted } = this;
    this.forget();
    if (noted.channels.size || noted.dropped.size || noted.covered.size) {
      const box = this.box();
      const batch = this.batch(noted);
      const save = () => this.database.saveChannels(box, batch);
      this.working = this.working.then(save).catch((error) => this.failed(noted, error));
    }
    return this.working;
  }

  /** Items and cursors as they are at this moment: a cursor must never be stored ahead of its items. */
  private batch(noted: Noted): Batch {
    const channels: Batch["channels"] = [];
    for (const [ch, { whole, ids }] of noted.channels) {
      const held = this.state().get(ch);
      if (!held) continue;
      const { stamp, seq, items: all } = held;
      const items = whole ? [...all.values()] : [...ids].flatMap((id) => all.get(id) ?? []);
      const gone = whole ? [] : [...ids].filter((id) => !all.has(id));
      channels.push({ ch, stamp, seq, whole, items, gone });
    }
    return { dropped: [...noted.dropped], channels, covered: [...noted.covered] };
  }

  /** Later cursors would stand without these items, so the next attempt writes whole channels. */
  private failed(noted: Noted, error: unknown): void {
    console.warn("What the server said could not be stored on this device.", error);
    const lost = [...noted.dropped].filter((ch) => !this.state().has(ch));
    for (const ch of lost) this.noteOne({ ch, ids: [], dropped: true });
    for (const ch of noted.channels.keys()) this.noteOne({ ch, ids: [], whole: true });
    for (const n of noted.covered) this.noted.covered.add(n);
  }
}

function nothing(): Noted {
  return { channels: new Map(), dropped: new Set(), covered: new Set() };
}
