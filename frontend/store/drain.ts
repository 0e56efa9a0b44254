// The leading tab's part: sends the outbox, takes in what the server says, stores it, and tells the other tabs.

import { Connection } from "./connection";
import type { Database, Self } from "./database";
import { Keeping } from "./keeping";
import {
  type At,
  type Change,
  type FromServer,
  type Hello,
  type Refusal,
  type Stop,
  VERSION,
  type Welcome,
} from "./messages";
import { draftOf, type Row } from "./outbox";
import type { Replica } from "./replica";
import { have } from "./state";
import type { Surroundings } from "./surroundings";
import type { TabMessage } from "./tabs";
import type { Party, Transport } from "./talk";
import { uuid } from "./uuid";

const RESTORED = {
  code: "epoch",
  reason: "The server was restored to an earlier state. Check whether this is still there; if not, add it again.",
};
const UNREADABLE = {
  code: "malformed",
  reason: "The server could not read this. Your words are kept here as a draft.",
};

/** The room around the drain. */
export interface Around {
  room: string;
  role: string;
  self: Self;
  tell(message: TabMessage): void;
  /** Reads the box's record and contents again, after it was renewed. */
  reload(): Promise<void>;
}

export class Drain implements Party {
  private readonly connection: Connection;
  private readonly keeping: Keeping;
  private at: At = { t: "at" };
  private said = '{"t":"at"}';
  private saidAt = 0;
  private atTimer: ReturnType<typeof setTimeout> | undefined;
  /** After the server could not read something: rows go one by one, so that the culprit is found. */
  private careful = false;
  private flown: Row[] = [];
  private working: Promise<void> = Promise.resolve();
  private stopped = false;
  private expecting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly database: Database,
    private readonly replica: Replica,
    private readonly around: Around,
  ) {
    this.connection = new Connection(surroundings, around.room, around.role, this);
    this.keeping = new Keeping(
      database,
      () => replica.box,
      () => replica.state,
      surroundings.timing.keep,
    );
  }

  /** Begins. Channels: `fresh` reads them from the database; else it is to be written from memory. Rows are always read. */
  start(fresh: boolean): Promise<void> {
    this.replica.setStatus({ ...this.replica.status, transport: "none" });
    this.work(() => this.database.allSent(this.replica.box));
    this.work(() => (fresh ? this.replica.load() : this.replica.loadOutbox()));
    if (!fresh) this.keeping.noteAll();
    return this.working.then(() => {
      if (!this.stopped) this.connection.start();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.atTimer);
    clearTimeout(this.expecting);
    this.connection.stop();
    await this.working;
    await this.keeping.flush();
  }

  /** Another tab is storing rows. If it ends before it can say so, they are found all the same. */
  expectRows(): void {
    this.expecting ??= setTimeout(() => {
      this.expecting = undefined;
      this.work(() => this.replica.loadOutbox().then(() => this.poke()));
    }, this.surroundings.timing.rows);
  }

  rowsCame(): void {
    clearTimeout(this.expecting);
    this.expecting = undefined;
    this.poke();
  }

  poke(): void {
    this.connection.poke();
  }

  /** Begins another conversation: the box is another. */
  renewed(): void {
    this.keeping.forget();
    this.connection.renew();
  }

  // --- what conversations ask ------------------------------------------------------------------------------------

  ready(): Promise<void> {
    return this.working;
  }

  hello(): Hello {
    const { epoch, device } = this.replica.box;
    this.said = '{"t":"at"}';
    this.saidAt = 0;
    return { t: "hello", v: VERSION, epoch, member: this.around.self.member, device, have: have(this.replica.state) };
  }

  waiting(): boolean {
    return this.replica.ledger.waiting;
  }

  async outgoing(): Promise<Change[]> {
    await this.working;
    const { box } = this.replica;
    const rows = await this.database.send(box, this.careful ? 1 : undefined);
    if (box.key !== this.replica.box.key) return [];
    this.flown = rows;
    this.replica.putRows(rows);
    this.tellRows(rows, []);
    return rows.map((row) => row.change);
  }

  /** Notes where the person is; it is said at most every two seconds. */
  setPlace(at: At): void {
    this.at = at;
    if (JSON.stringify(at) === this.said) return;
    const wait = Math.max(0, this.saidAt + this.surroundings.timing.at - Date.now());
    clearTimeout(this.atTimer);
    this.atTimer = setTimeout(() => this.connection.poke(), wait);
  }

  place(): At | null {
    const words = JSON.stringify(this.at);
    if (words === this.said || Date.now() < this.saidAt + this.surroundings.timing.at) return null;
    this.said = words;
    this.saidAt = Date.now();
    return this.at;
  }

  reached(transport: Transport): void {
    if (transport === this.replica.status.transport) return;
    this.replica.setStatus({ ...this.replica.status, transport });
    this.tellStatus();
  }

  hear(messages: FromServer[]): void {
    for (const message of messages) this.hearOne(message);
    this.around.tell({ t: "heard", messages });
  }

  private hearOne(message: FromServer): void {
    if (message.t === "welcome" && this.counterIsWrong(message)) {
      this.renew(this.replica.box.epoch, true);
      this.connection.renew();
    } else if (message.t === "welcome") {
      this.deal(message.acked, message.refused ?? []);
    } else if (message.t === "ack") {
      this.deal(message.upto, message.refused ?? []);
    }
    const { touched, covered } = this.replica.take(message);
    if (touched.length || covered.length) this.keeping.note(touched, covered);
  }

  /**
   * The server has dealt with numbers that this device never gave (its database is an old copy), or lacks some that are
   * not here any more (the server's is). Then nothing can be told by numbers, and the box begins again as another device.
   */
  private counterIsWrong({ acked }: Welcome): boolean {
    const { ledger } = this.replica;
    const open = ledger.all().filter((row) => row.state !== "acked" && row.n > acked);
    const first = Math.min(...open.map((row) => row.n));
    return acked > ledger.last || (open.length > 0 && first > acked + 1);
  }

  // --- what became of changes ------------------------------------------------------------------------------------

  private deal(upto: number, refusals: readonly Refusal[]): void {
    const { replica } = this;
    const refused = new Map(refusals.map((refusal) => [refusal.n, refusal]));
    const rows = replica.ledger.all().filter((row) => row.n <= upto && row.state !== "acked");
    replica.dealt = Math.max(replica.dealt, upto);
    this.flown = [];
    if (!rows.length) return;
    const isOver = (row: Row) => row.hollow === true || refused.has(row.n);
    const over = rows.filter(isOver);
    const acked = rows.filter((row) => !isOver(row)).map((row): Row => ({ ...row, state: "acked" }));
    const drafts = over.flatMap((row) => {
      const refusal = refused.get(row.n);
      return refusal && !row.hollow ? [draftOf(row, refusal, replica.box.who)] : [];
    });
    const done = over.map((row) => row.n);
    for (const n of done) replica.dropRow(n);
    for (const draft of drafts) replica.drafts.set(draft.key, draft);
    replica.putRows(acked);
    this.tellRows(acked, done);
    const { box } = replica;
    this.work(async () => {
      await this.database.deal(box, acked, done, drafts);
      if (drafts.length) this.around.tell({ t: "drafts" });
    });
    if (!replica.ledger.waiting) this.careful = false;
  }

  private tellRows(put: Row[], drop: number[]): void {
    this.around.tell({ t: "rows", box: this.replica.box.key, put, drop, dealt: this.replica.dealt });
  }

  private tellStatus(): void {
    this.around.tell({ t: "status", status: this.replica.status });
  }

  /** Work on the database, one after another; what fails is harmless, since the server is asked again. */
  private work(job: () => Promise<void>): void {
    this.working = this.working.then(job).catch((error) => console.warn("Not stored on this device.", error));
  }

  // --- stops -----------------------------------------------------------------------------------------------------

  async halted(stop: Stop): Promise<"again" | "later" | "never"> {
    if (stop.code === "epoch") {
      this.renew(stop.epoch ?? "", false);
      await this.working;
      return "again";
    }
    if (stop.code === "gap") return "again";
    if (stop.code === "malformed" && (await this.isolate())) return "again";
    if (stop.code === "member" || stop.code === "removed") await this.leave();
    else if (stop.code !== "version" && stop.code !== "malformed") return "later";
    this.replica.setStatus({ ...this.replica.status, stopped: { code: stop.code, reason: stop.reason } });
    this.tellStatus();
    return "never";
  }

  /** Another device id and a counter from 1; what was not dealt with is numbered anew, or becomes drafts. */
  private renew(epoch: string, keep: boolean): void {
    const { box } = this.replica;
    const device = uuid();
    const record = { device, epoch, next: 1, ...(box.owner ? { owner: box.owner, seen: Date.now() } : {}) };
    this.keeping.forget();
    this.work(async () => {
      await this.database.renew(box, record, `${box.who}|${device}`, keep, (row) => {
        return row.hollow || row.change.t === "remove" ? null : draftOf(row, RESTORED, box.who);
      });
      await this.database.saveSelf(this.around.room, this.around.role, { ...this.around.self, epoch });
      await this.around.reload();
      this.keeping.forget();
      this.around.tell({ t: "box" });
    });
  }

  /** Finds the change that the server cannot read and takes its words out. False when nothing is left to try. */
  private async isolate(): Promise<boolean> {
    const [row] = this.flown;
    if (this.careful && !row) return false;
    if (this.careful && row) {
      const draft = draftOf(row, UNREADABLE, this.replica.box.who);
      this.replica.putRows([await this.database.empty(row, draft)]);
      await this.replica.loadDrafts();
      this.around.tell({ t: "box" });
    }
    this.careful = true;
    this.flown = [];
    return true;
  }

  /** What the server said is not for the next person at this device; the outbox waits for this one to come back. */
  private async leave(): Promise<void> {
    const { room, role } = this.around;
    this.keeping.forget();
    this.replica.wipe();
    this.around.tell({ t: "picture", picture: this.replica.picture() });
    await this.database.wipeMember(this.replica.box.who);
    await this.database.dropSelf(room, role);
  }
}
