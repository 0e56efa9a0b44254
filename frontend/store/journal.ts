// Writes that the device's database does not hold yet, on its shelf from the moment they are made: a page may be left sooner.

import type { Shelf } from "./keys";
import type { Write } from "./outbox";
import type { Surroundings } from "./surroundings";
import { uuid } from "./uuid";

/** What a page leaves on the shelf: its writes, after the first `done` ones, which the box of this record holds. */
interface Left {
  record: string;
  /** When it was last known that the page is open, in milliseconds. */
  at: number;
  done: number;
  writes: Write[];
}

/** Which page a batch of writes is of, and how many of that page's writes were stored before it. */
export interface Origin {
  page: string;
  done: number;
}

const prefix = (who: string): string => `cw-journal ${who} `;
const lockOf = (page: string): string => `commonweal page ${page}`;

/** The journal of one page. */
export class Journal {
  readonly page = uuid();
  /** Whether the shelf has all that the database does not. */
  kept = true;
  private done = 0;
  private writes: Write[] = [];

  constructor(
    private readonly shelf: Shelf,
    private readonly who: string,
    private readonly record: () => string,
  ) {}

  get origin(): Origin {
    return { page: this.page, done: this.done };
  }

  add(write: Write): void {
    this.writes.push(write);
    this.keep();
  }

  /** The oldest `count` writes are in the database now. */
  stored(count: number): void {
    this.done += count;
    this.writes = this.writes.slice(count);
    this.keep();
  }

  /** Says that the page is still open, where it has something on the shelf. */
  beat(): void {
    if (this.writes.length) this.keep();
  }

  private keep(): void {
    const name = prefix(this.who) + this.page;
    const left: Left = { record: this.record(), at: Date.now(), done: this.done, writes: this.writes };
    try {
      if (this.writes.length) this.shelf.setItem(name, JSON.stringify(left));
      else this.shelf.removeItem(name);
      this.kept = true;
    } catch (error) {
      this.kept = false;
      console.warn("This device could not keep what was written before its database has it.", error);
    }
  }
}

/** Says that a page is open, until the function that is returned is called; and which page this tab had before. */
export function occupy({ locks, session }: Surroundings, who: string, page: string): [string, () => void] {
  const before = session.getItem(`page|${who}`) ?? "";
  session.setItem(`page|${who}`, page);
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  void locks?.request(lockOf(page), () => left);
  return [before, leave];
}

/** Whose journals are taken over, and how. */
export interface Adopting {
  who: string;
  /** The page that asks, and the one that this tab had before. */
  page: string;
  before: string;
  /** How many writes of each page the box of a record holds. */
  stored(record: string): Promise<Record<string, number>>;
  /** Takes one write in. */
  adopt(write: Write): void;
  /** Resolves when what was taken in can be found again. */
  safe(): Promise<void>;
}

/**
 * Takes over the writes of pages that ended before the database had them, and takes them off the shelf. A page has ended
 * when its lock can be had: the page that this tab had `before` may need a moment to let go. Where there are no locks,
 * that page has ended, and so has one that has not said for four beats that it is open.
 */
export async function adoptLeft({ locks, shelf, timing }: Surroundings, adopting: Adopting): Promise<void> {
  for (const page of pagesOn(shelf, prefix(adopting.who))) {
    const name = prefix(adopting.who) + page;
    if (page === adopting.page) continue;
    if (locks) await whenEnded(locks, page, timing.page, () => take(shelf, name, page, adopting));
    else if (page === adopting.before || Date.now() - read(shelf, name).at > timing.beat * 4)
      await take(shelf, name, page, adopting);
  }
}

async function take(shelf: Shelf, name: string, page: string, { stored, adopt, safe }: Adopting): Promise<void> {
  const held = (await stored(read(shelf, name).record))[page] ?? 0;
  const { done, writes } = read(shelf, name);
  writes.slice(Math.max(0, held - done)).forEach(adopt);
  await safe();
  shelf.removeItem(name);
}

/** Does the work when the page's lock is free within so many milliseconds; a page that is open keeps what it has. */
async function whenEnded(locks: LockManager, page: string, wait: number, work: () => Promise<void>): Promise<void> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), wait);
  try {
    await locks.request(lockOf(page), { signal: waiting.signal }, () => {
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (!waiting.signal.aborted) console.warn("What a page left could not be taken in.", error);
  } finally {
    clearTimeout(timer);
  }
}

function pagesOn(shelf: Shelf, start: string): string[] {
  const names = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

function read(shelf: Shelf, name: string): Left {
  const nothing: Left = { record: "", at: 0, done: 0, writes: [] };
  try {
    return { ...nothing, ...(JSON.parse(shelf.getItem(name) ?? "{}") as Partial<Left>) };
  } catch {
    return nothing;
  }
}
