// The outbox as this tab has it in memory: the stored rows, and writes on their way into the database.

import type { Box, Database } from "./database";
import type { Journal } from "./journal";
import { fold, type Row, type Write } from "./outbox";

/** Above any number that a row will have: rows made from writes that have no number yet. */
const UNNUMBERED = 2 ** 50;
const RETRY = 1000;
const BATCH = 500;

/** What the ledger tells of. */
export interface LedgerEvents {
  /** Rows are about to be stored; a tab that ends now may not live to say that they are. */
  writing(): void;
  /** Rows are stored now. */
  stored(rows: Row[]): void;
  /** The box is no longer this tab's: resolves when there is another. */
  lost(): Promise<void>;
  /** The database could not store; it will be tried again. */
  failed(error: unknown): void;
}

export class Ledger {
  private rows = new Map<number, Row>();
  private entries = new Map<string, Row[]>();
  private sheets = new Map<string, Set<string>>();
  private queue: Write[] = [];
  private unwritten = new Map<string, Write[]>();
  private draining: Promise<void> | null = null;
  private count = 0;
  private turn: Promise<void> = Promise.resolve();
  /** The highest number that a row of this box has had, as far as this tab knows. */
  last = 0;

  constructor(
    private readonly database: Database,
    private readonly box: () => Box,
    private readonly journal: Journal,
    private readonly events: LedgerEvents,
  ) {}

  /** Begins anew with these rows; writes that are not stored yet stay. */
  load(rows: readonly Row[], last: number): void {
    this.last = last;
    this.rows.clear();
    this.entries.clear();
    this.count = 0;
    for (const row of rows) this.put(row);
  }

  /** Takes rows in that are new or changed. */
  put(row: Row): void {
    const before = this.rows.get(row.n);
    if (before) this.unlist(before);
    this.rows.set(row.n, row);
    this.last = Math.max(this.last, row.n);
    const { id, sheet } = row.change;
    this.entries.set(
      id,
      [...(this.entries.get(id) ?? []), row].sort((one, two) => one.n - two.n),
    );
    this.list(sheet, id);
    if (row.state !== "acked") this.count += 1;
  }

  /** Forgets a row that is done with. */
  drop(n: number): Row | undefined {
    const row = this.rows.get(n);
    if (row) this.unlist(row);
    this.rows.delete(n);
    return row;
  }

  private unlist(row: Row): void {
    const { id } = row.change;
    const rest = (this.entries.get(id) ?? []).filter((other) => other.n !== row.n);
    if (rest.length) this.entries.set(id, rest);
    else this.entries.delete(id);
    if (row.state !== "acked") this.count -= 1;
  }

  private list(sheet: string, id: string): void {
    const ids = this.sheets.get(sheet) ?? new Set();
    this.sheets.set(sheet, ids.add(id));
  }

  /** An entry's rows in order, with the writes that are not stored yet folded in. */
  rowsOf(id: string): Row[] {
    let rows = this.entries.get(id) ?? [];
    let next = UNNUMBERED;
    for (const write of this.unwritten.get(id) ?? []) {
      const folded = fold(rows, write, "", next);
      const { row } = folded;
      next = folded.next;
      if (row) rows = [...rows.filter((other) => other.n !== row.n), row];
    }
    return rows;
  }

  /** Ids of entries of a sheet that have rows or writes. */
  entriesOf(sheet: string): string[] {
    const ids = this.sheets.get(sheet);
    if (!ids) return [];
    for (const id of ids) if (!this.entries.has(id) && !this.unwritten.has(id)) ids.delete(id);
    return [...ids];
  }

  /** All stored rows. */
  all(): Row[] {
    return [...this.rows.values()];
  }

  /** Changes that the server has not dealt with. */
  get pending(): number {
    return this.count + this.queue.length;
  }

  /** Whether there is a stored row to be sent. */
  get waiting(): boolean {
    return this.count > 0;
  }

  /** Takes a write in: it counts at once, outlives the page at once, and is stored as soon as the database can. */
  write(write: Write): void {
    this.journal.add(write);
    this.queue.push(write);
    this.unwritten.set(write.id, [...(this.unwritten.get(write.id) ?? []), write]);
    this.list(write.sheet, write.id);
    this.draining ??= this.drain();
  }

  /** Resolves when all writes taken in so far are stored. */
  settled(): Promise<void> {
    return this.draining ?? Promise.resolve();
  }

  private async drain(): Promise<void> {
    await Promise.resolve();
    while (this.queue.length) {
      const batch = this.queue.slice(0, BATCH);
      const outcome = await this.exclusively(() => this.store(batch));
      if (outcome === "failed" || (outcome === "lost" && !(await this.found()))) {
        await new Promise((done) => setTimeout(done, RETRY));
      }
    }
    this.draining = null;
  }

  private async found(): Promise<boolean> {
    try {
      await this.events.lost();
      return true;
    } catch (error) {
      this.events.failed(error);
      return false;
    }
  }

  /** Runs work that reads rows from the database into memory, or writes them: one such work at a time. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  private async store(batch: Write[]): Promise<"stored" | "lost" | "failed"> {
    try {
      this.events.writing();
      const rows = await this.database.write(this.box(), batch, this.journal.origin);
      if (rows === null) return "lost";
      this.queue = this.queue.slice(batch.length);
      this.journal.stored(batch.length);
      for (const write of batch) this.forget(write);
      for (const row of rows) this.put(row);
      this.events.stored(rows);
      return "stored";
    } catch (error) {
      this.events.failed(error);
      return "failed";
    }
  }

  private forget(write: Write): void {
    const rest = (this.unwritten.get(write.id) ?? []).filter((other) => other !== write);
    if (rest.length) this.unwritten.set(write.id, rest);
    else this.unwritten.delete(write.id);
  }
}
