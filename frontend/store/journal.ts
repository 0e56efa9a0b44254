// Writes that the device's database does not hold yet, on its shelf from the moment they are made: a page may be left sooner.

import type { Shelf } from "./keys";
import type { Write } from "./outbox";
import type { Surroundings } from "./surroundings";
import { uuid } from "./uuid";

/** What a page leaves on the shelf: its writes, after the first `done` ones, which the database holds. */
interface Left {
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
  private done = 0;
  private writes: Write[] = [];

  constructor(
    private readonly shelf: Shelf,
    private readonly who: string,
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

  private keep(): void {
    const name = prefix(this.who) + this.page;
    try {
      if (this.writes.length) this.shelf.setItem(name, JSON.stringify({ done: this.done, writes: this.writes }));
      else this.shelf.removeItem(name);
    } catch (error) {
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

/**
 * Hands `adopt` the writes of pages that ended before the database had them, and takes them off the shelf. A page has
 * ended when its lock can be had: the page that this tab had `before` may need a moment to let go. Where there are no
 * locks, that page alone is known to have ended. `stored` tells how many writes of each page the database holds.
 */
export async function adoptLeft(
  { locks, shelf, timing }: Surroundings,
  who: string,
  before: string,
  stored: () => Promise<Record<string, number>>,
  adopt: (write: Write) => void,
): Promise<void> {
  for (const page of pagesOn(shelf, prefix(who))) {
    const take = async () => {
      const held = (await stored())[page] ?? 0;
      const { done, writes } = read(shelf, prefix(who) + page);
      writes.slice(Math.max(0, held - done)).forEach(adopt);
      shelf.removeItem(prefix(who) + page);
    };
    if (locks) await whenEnded(locks, page, timing.page, take);
    else if (page === before) await take();
  }
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
  try {
    const { done, writes } = JSON.parse(shelf.getItem(name) ?? "") as Left;
    return { done, writes };
  } catch {
    return { done: 0, writes: [] };
  }
}
