// Which tab talks to the server, and which outbox a tab writes to.

import type { Box, BoxRecord, Database, Self } from "./database";
import type { Surroundings } from "./surroundings";
import { uuid } from "./uuid";

/** One tab of a device leads, under a Web Lock; when it closes, the lock passes to the next. */
export class Leadership {
  private release: () => void = () => undefined;
  private readonly leaving = new AbortController();

  constructor(
    private readonly locks: LockManager,
    private readonly name: string,
    private readonly lead: () => void,
    private readonly follow: () => void,
  ) {}

  /** Leads as soon as nobody else does. */
  join(): void {
    const { signal } = this.leaving;
    void this.ask({ signal });
  }

  /** Takes the lead from a tab that has stopped answering: a phone may freeze a tab that holds the lock. */
  seize(): void {
    void this.ask({ steal: true });
  }

  leave(): void {
    this.leaving.abort();
    this.release();
  }

  private async ask(options: LockOptions): Promise<void> {
    let led = false;
    const hold = () => {
      if (this.leaving.signal.aborted) return Promise.resolve();
      led = true;
      this.lead();
      return new Promise<void>((release) => {
        this.release = release;
      });
    };
    try {
      await this.locks.request(this.name, options, hold);
    } catch {
      if (this.leaving.signal.aborted || !led) return;
      this.follow();
      this.join();
    }
  }
}

/**
 * The outbox that this tab writes to. With locks all tabs share one. Without, each tab has its own, with its own device
 * id, so that counters never collide: the one it had before a reload, or one that no tab has used for a while, or a new one.
 */
export async function findBox(database: Database, surroundings: Surroundings, room: string, self: Self): Promise<Box> {
  const who = `${room}|${self.member}`;
  const prefix = `box|${who}|`;
  const shared = surroundings.locks !== null;
  const choose = shared ? sharedBox(prefix, self.epoch) : ownBox(prefix, self.epoch, surroundings);
  const [record, found] = await database.claim(prefix, choose);
  if (found.owner) surroundings.session.setItem(prefix, JSON.stringify([found.device, found.owner]));
  return boxOf(record, found, who);
}

export function boxOf(record: string, { device, epoch, owner }: BoxRecord, who: string): Box {
  return { record, key: `${who}|${device}`, who, device, epoch, ...(owner ? { owner } : {}) };
}

type Choose = (found: [string, BoxRecord][]) => [string, BoxRecord];

function sharedBox(prefix: string, epoch: string): Choose {
  const record = `${prefix}shared`;
  return (found) => found.find(([key]) => key === record) ?? [record, { device: uuid(), epoch, next: 1 }];
}

function ownBox(prefix: string, epoch: string, { session, timing }: Surroundings): Choose {
  const owner = uuid();
  const seen = Date.now();
  const [device, before] = JSON.parse(session.getItem(prefix) ?? "[]") as string[];
  return (found) => {
    const own = found.find(([, box]) => box.device === device && box.owner === before);
    const left = found.find(([, box]) => seen - (box.seen ?? 0) > timing.beat * 4);
    const [record, box] = own ?? left ?? [`${prefix}${owner}`, { device: uuid(), epoch, next: 1 }];
    return [record, { ...box, owner, seen }];
  };
}
