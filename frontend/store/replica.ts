// What one tab knows of a room: the server's state, its own outbox over it, drafts, and how the server is reached.

import type { Box, Database } from "./database";
import type { Journal } from "./journal";
import { Ledger, type LedgerEvents } from "./ledger";
import type { FromServer } from "./messages";
import type { Row, StoredDraft } from "./outbox";
import { type State, sheetOf, type Touched, takeChannels, takeFrame, takeWelcome } from "./state";
import type { Picture, Status } from "./tabs";

/** What a message changed: for storing, and the numbers of acknowledged rows that the server's state now covers. */
export interface Taken {
  touched: Touched[];
  covered: number[];
}

export class Replica {
  state: State = new Map();
  drafts = new Map<string, StoredDraft>();
  here = new Map<string, [string, string, string][]>();
  status: Status = { transport: "none", heard: null, skew: 0, stopped: null };
  /** Outbox numbers up to this one are dealt with. */
  dealt = 0;
  readonly ledger: Ledger;
  /** Ids of entries that this device wrote. */
  readonly own = new Set<string>();
  private versions = new Map<string, number>();
  private structure = 0;

  constructor(
    private readonly database: Database,
    public box: Box,
    journal: Journal,
    events: LedgerEvents,
    private readonly changed: () => void,
  ) {
    this.ledger = new Ledger(database, () => this.box, journal, events);
  }

  get connected(): boolean {
    return this.status.transport !== "none";
  }

  /** Reads everything from the database. */
  load(): Promise<void> {
    return this.ledger.exclusively(async () => {
      const { state, rows, drafts, next } = await this.database.load(this.box);
      this.drafts = new Map(drafts.map((draft) => [draft.key, draft]));
      this.adopt(state, rows, next - 1, 0);
    });
  }

  /** Reads the outbox again. What the server said, and what became of rows that it dealt with, memory knows best. */
  loadOutbox(): Promise<void> {
    return this.readOutbox();
  }

  private readOutbox(state?: State, known?: Row[], dealt = 0): Promise<void> {
    return this.ledger.exclusively(async () => {
      const { rows, next } = await this.database.outbox(this.box);
      const upto = Math.max(dealt, this.dealt);
      const over = (known ?? this.ledger.all()).filter((row) => row.n <= upto);
      this.adopt(state ?? this.state, [...over, ...rows.filter((row) => row.n > upto)], next - 1, upto);
    });
  }

  /** Reads the drafts from the database again. */
  async loadDrafts(): Promise<void> {
    const drafts = await this.database.drafts(this.box.who);
    this.drafts = new Map(drafts.map((draft) => [draft.key, draft]));
    this.touchAll();
  }

  /** What this tab has in memory, for the others. */
  picture(): Picture {
    const { state, here, status, dealt } = this;
    return { box: this.box.key, state, rows: this.ledger.all(), last: this.ledger.last, dealt, here, status };
  }

  /** Takes the leading tab's picture over; the database knows of rows that the leading tab may not have heard of yet. */
  takePicture(picture: Picture): Promise<void> {
    this.here = picture.here;
    this.status = picture.status;
    return this.readOutbox(picture.state, picture.rows, picture.dealt);
  }

  private adopt(state: State, rows: Row[], last: number, dealt: number): void {
    this.state = state;
    this.dealt = dealt;
    this.ledger.load(rows, last);
    for (const row of rows) if (row.change.t === "put") this.own.add(row.change.id);
    this.touchAll();
  }

  /** Takes one message of the server in. */
  take(message: FromServer): Taken {
    this.status.heard = Date.now();
    if (message.t === "pong") this.status.skew = message.now - Date.now();
    const touched = this.touchedBy(message);
    for (const one of touched) this.touchChannel(one.ch);
    return { touched, covered: message.t === "welcome" ? this.coverAll() : touched.flatMap((one) => this.cover(one)) };
  }

  private touchedBy(message: FromServer): Touched[] {
    if (message.t === "welcome") {
      this.status.skew = message.now - Date.now();
      return takeWelcome(this.state, message);
    }
    if (message.t === "channels") return takeChannels(this.state, message);
    if (message.t !== "frame") return [];
    if (message.here && this.state.has(message.ch)) {
      this.here.set(message.ch, message.here);
      this.touchChannel(message.ch);
    }
    return takeFrame(this.state, message);
  }

  /** Acknowledged rows stop lying over an entry once the server's own state of it is here. */
  private cover({ ch, ids, whole }: Touched): number[] {
    const sheet = sheetOf(ch);
    if (!sheet) return [];
    return (whole ? this.ledger.entriesOf(sheet) : ids).flatMap((id) => this.coverEntry(id));
  }

  private coverEntry(id: string): number[] {
    const covered = this.ledger.rowsOf(id).filter((row) => row.state === "acked");
    for (const row of covered) this.ledger.drop(row.n);
    return covered.map((row) => row.n);
  }

  private coverAll(): number[] {
    const covered = this.ledger.all().filter((row) => row.state === "acked");
    for (const row of covered) this.dropRow(row.n);
    return covered.map((row) => row.n);
  }

  /** Takes rows in that are new or changed. */
  putRows(rows: readonly Row[]): void {
    for (const row of rows) {
      if (row.state !== "acked" && row.n <= this.dealt) continue;
      this.ledger.put(row);
      this.touch(row.change.sheet);
    }
    this.changed();
  }

  dropRow(n: number): void {
    const row = this.ledger.drop(n);
    if (row) this.touch(row.change.sheet);
    this.changed();
  }

  /** Forgets what the server said: it is no longer for these eyes. */
  wipe(): void {
    this.state = new Map();
    this.here.clear();
    this.touchAll();
  }

  setStatus(status: Status): void {
    if (status.transport === "none") this.here.clear();
    this.status = status;
    this.touchAll();
  }

  // --- what is to be drawn anew ----------------------------------------------------------------------------------

  /** Rises whenever a sheet would look different. */
  version(sheet: string): string {
    return `${this.structure}.${this.versions.get(sheet) ?? 0}`;
  }

  /** Rises whenever the structural channels, or the list of channels, may be different. */
  get shape(): number {
    return this.structure;
  }

  touch(sheet: string): void {
    this.versions.set(sheet, (this.versions.get(sheet) ?? 0) + 1);
    this.changed();
  }

  private touchChannel(ch: string): void {
    const sheet = sheetOf(ch);
    if (sheet && this.state.has(ch) && this.versions.has(sheet)) this.touch(sheet);
    else if (sheet && this.state.has(ch)) this.firstTouch(sheet);
    else this.touchAll();
  }

  /** A sheet heard of for the first time may be a new one. */
  private firstTouch(sheet: string): void {
    this.versions.set(sheet, 1);
    this.touchAll();
  }

  touchAll(): void {
    this.structure += 1;
    this.changed();
  }
}
