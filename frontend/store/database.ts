// The device's own database (IndexedDB): who one is, what the server said, the outbox and the drafts.

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Origin } from "./journal";
import type { Item } from "./messages";
import { emptied, fold, pushable, type Row, type StoredDraft, type Write } from "./outbox";
import type { State } from "./state";

export const NAME = "commonweal";

/** How many pages a box counts the writes of. */
const PAGES = 50;

/** Who this browser is in a room, in the role that the page asks for. */
export interface Self {
  member: string;
  epoch: string;
  name: string;
  role: string;
}

/** The counter of one outbox. `owner` and `seen` are used only where there are no Web Locks: one tab, one outbox. */
export interface BoxRecord {
  device: string;
  epoch: string;
  next: number;
  owner?: string;
  seen?: number;
  /** How many writes of each of the latest pages are stored: what a page left on the shelf may be among them. */
  pages?: Record<string, number>;
}

/** One outbox: everything of it is stored under `key`; its counter stands in meta under `record`. */
export interface Box {
  record: string;
  key: string;
  who: string;
  device: string;
  epoch: string;
  owner?: string;
}

/** What is to be stored: channels to delete, then channels with items, and rows that the server's state now covers. */
export interface Batch {
  dropped: string[];
  channels: { ch: string; stamp: number; seq: number; whole: boolean; items: Item[]; gone: string[] }[];
  covered: number[];
}

interface Schema extends DBSchema {
  meta: { key: string; value: Self | BoxRecord };
  channels: { key: [string, string]; value: { box: string; ch: string; stamp: number; seq: number } };
  items: { key: [string, string, string]; value: { box: string; ch: string; id: string; item: Item } };
  outbox: { key: [string, number]; value: Row; indexes: { entry: [string, string] } };
  drafts: { key: string; value: StoredDraft; indexes: { who: string } };
}

/** Everything stored under a key that begins with these parts. */
function under(...parts: string[]): IDBKeyRange {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

export class Database {
  /** Called when another page deletes this database or makes it anew, and this one has given it up. */
  onGone: () => void = () => undefined;

  private constructor(private readonly idb: IDBPDatabase<Schema>) {}

  static async open(name: string = NAME): Promise<Database> {
    let gone = (): void => undefined;
    const idb = await openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore("meta");
        db.createObjectStore("channels", { keyPath: ["box", "ch"] });
        db.createObjectStore("items", { keyPath: ["box", "ch", "id"] });
        db.createObjectStore("outbox", { keyPath: ["box", "n"] }).createIndex("entry", ["box", "change.id"]);
        db.createObjectStore("drafts", { keyPath: "key" }).createIndex("who", "who");
      },
      blocking: (_now, _wanted, event) => {
        (event.target as IDBDatabase).close();
        gone();
      },
    });
    const database = new Database(idb);
    gone = () => database.onGone();
    return database;
  }

  static delete(name: string = NAME): Promise<void> {
    return deleteDB(name);
  }

  close(): void {
    this.idb.close();
  }

  /** How many changes and drafts there are, of anybody: what would be lost if the database went. */
  async unsent(): Promise<number> {
    return (await this.idb.count("outbox")) + (await this.idb.count("drafts"));
  }

  // --- who one is ------------------------------------------------------------------------------------------------

  async self(room: string, role: string): Promise<Self | undefined> {
    return (await this.idb.get("meta", `self|${room}|${role}`)) as Self | undefined;
  }

  async saveSelf(room: string, role: string, self: Self): Promise<void> {
    await this.idb.put("meta", self, `self|${room}|${role}`);
  }

  async dropSelf(room: string, role: string): Promise<void> {
    await this.idb.delete("meta", `self|${room}|${role}`);
  }

  // --- boxes -----------------------------------------------------------------------------------------------------

  /** Reads the records whose keys begin so, lets `choose` take one or make one, and stores the choice at once. */
  async claim(
    prefix: string,
    choose: (found: [string, BoxRecord][]) => [string, BoxRecord],
  ): Promise<[string, BoxRecord]> {
    const tx = this.idb.transaction("meta", "readwrite", { durability: "strict" });
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const [keys, values] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]);
    const chosen = choose(keys.map((key, index) => [key, values[index] as BoxRecord]));
    await tx.store.put(chosen[1], chosen[0]);
    await tx.done;
    return chosen;
  }

  /** Says that the box is still in use, or (false) learns that another tab has taken it. */
  async beat(box: Box, seen: number): Promise<boolean> {
    const tx = this.idb.transaction("meta", "readwrite");
    const record = (await tx.store.get(box.record)) as BoxRecord | undefined;
    const mine = belongs(record, box);
    if (record && mine) await tx.store.put({ ...record, seen }, box.record);
    await tx.done;
    return mine;
  }

  /** All that is stored of a box, for a start. Rows are in the order of their numbers. */
  async load(box: Box): Promise<{ state: State; rows: Row[]; drafts: StoredDraft[]; next: number }> {
    const tx = this.idb.transaction(["meta", "channels", "items", "outbox", "drafts"]);
    const [record, channels, items, rows, drafts] = await Promise.all([
      tx.objectStore("meta").get(box.record) as Promise<BoxRecord | undefined>,
      tx.objectStore("channels").getAll(under(box.key)),
      tx.objectStore("items").getAll(under(box.key)),
      tx.objectStore("outbox").getAll(under(box.key)),
      tx.objectStore("drafts").index("who").getAll(box.who),
    ]);
    const state: State = new Map(channels.map(({ ch, stamp, seq }) => [ch, { stamp, seq, items: new Map() }]));
    for (const { ch, id, item } of items) state.get(ch)?.items.set(id, item);
    return { state, rows, drafts, next: record?.next ?? 1 };
  }

  /** The rows of a box alone, and the number that the next one will get. */
  async outbox(box: Box): Promise<{ rows: Row[]; next: number }> {
    const tx = this.idb.transaction(["meta", "outbox"]);
    const [record, rows] = await Promise.all([
      tx.objectStore("meta").get(box.record) as Promise<BoxRecord | undefined>,
      tx.objectStore("outbox").getAll(under(box.key)),
    ]);
    return { rows, next: record?.next ?? 1 };
  }

  /**
   * Gives a box another device id, and with it a counter that begins at 1: with a new epoch what was not dealt with
   * becomes drafts; otherwise `keep` says so and it is numbered anew. What the server said is forgotten either way.
   */
  async renew(old: Box, record: BoxRecord, key: string, keep: boolean, toDraft: (row: Row) => StoredDraft | null) {
    const tx = this.idb.transaction(["meta", "channels", "items", "outbox", "drafts"], "readwrite", {
      durability: "strict",
    });
    const current = (await tx.objectStore("meta").get(old.record)) as BoxRecord | undefined;
    if (belongs(current, old)) {
      const rows = await tx.objectStore("outbox").getAll(under(old.key));
      const kept = keep ? rows.filter((row) => row.state !== "acked") : [];
      const drafts = keep ? [] : rows.map(toDraft).filter((draft) => draft !== null);
      for (const store of ["channels", "items", "outbox"] as const) await tx.objectStore(store).delete(under(old.key));
      for (const row of renumbered(kept, key)) await tx.objectStore("outbox").put(row);
      for (const draft of drafts) await tx.objectStore("drafts").put(draft);
      await tx.objectStore("meta").put({ ...record, next: kept.length + 1, pages: current?.pages }, old.record);
    }
    await tx.done;
  }

  // --- writing ---------------------------------------------------------------------------------------------------

  /** Numbers and stores a page's writes, with the counters, in one transaction. Null when the box is no longer this tab's. */
  async write(box: Box, writes: readonly Write[], { page, done }: Origin): Promise<Row[] | null> {
    const tx = this.idb.transaction(["meta", "outbox"], "readwrite", { durability: "strict" });
    const record = (await tx.objectStore("meta").get(box.record)) as BoxRecord | undefined;
    if (!record || !belongs(record, box)) {
      await tx.done;
      return null;
    }
    const index = tx.objectStore("outbox").index("entry");
    const entries = new Map<string, Row[]>();
    const written = new Map<number, Row>();
    let next = record.next;
    for (const write of writes) {
      const rows = entries.get(write.id) ?? (await index.getAll([box.key, write.id]));
      const folded = fold(rows, write, box.key, next);
      next = folded.next;
      const { row } = folded;
      if (row) written.set(row.n, row);
      entries.set(write.id, row ? [...rows.filter((other) => other.n !== row.n), row] : rows);
    }
    for (const row of written.values()) tx.objectStore("outbox").put(row);
    const pages = latest({ ...record.pages, [page]: done + writes.length });
    tx.objectStore("meta").put({ ...record, next, pages }, box.record);
    await tx.done;
    return [...written.values()];
  }

  /** How many writes of each of the latest pages are stored. */
  async storedOf(record: string): Promise<Record<string, number>> {
    const box = (await this.idb.get("meta", record)) as BoxRecord | undefined;
    return box?.pages ?? {};
  }

  /** Takes the rows for one push and notes that they are sent, so that no later write changes them. */
  async send(box: Box, most?: number): Promise<Row[]> {
    const tx = this.idb.transaction("outbox", "readwrite");
    const rows = pushable(await tx.store.getAll(under(box.key)), most);
    const sent = rows.map((row): Row => ({ ...row, state: "sent" }));
    for (const [index, row] of sent.entries()) if (rows[index]?.state === "new") tx.store.put(row);
    await tx.done;
    return sent;
  }

  /** At a start: any row may have been sent by whoever drained the box before. */
  async allSent(box: Box): Promise<void> {
    const tx = this.idb.transaction("outbox", "readwrite");
    for (const row of await tx.store.getAll(under(box.key))) {
      if (row.state === "new") tx.store.put({ ...row, state: "sent" });
    }
    await tx.done;
  }

  /** Stores what became of rows: changed ones, those that are done with, and drafts of refused ones. */
  async deal(box: Box, changed: readonly Row[], done: readonly number[], drafts: readonly StoredDraft[]) {
    const tx = this.idb.transaction(["outbox", "drafts"], "readwrite", { durability: "strict" });
    for (const row of changed) tx.objectStore("outbox").put(row);
    for (const n of done) tx.objectStore("outbox").delete([box.key, n]);
    for (const draft of drafts) tx.objectStore("drafts").put(draft);
    await tx.done;
  }

  /** Keeps a row's words as a draft and makes the row say nothing. */
  async empty(row: Row, draft: StoredDraft): Promise<Row> {
    const empty = emptied(row);
    const tx = this.idb.transaction(["outbox", "drafts"], "readwrite", { durability: "strict" });
    tx.objectStore("outbox").put(empty);
    tx.objectStore("drafts").put(draft);
    await tx.done;
    return empty;
  }

  async drafts(who: string): Promise<StoredDraft[]> {
    return this.idb.getAllFromIndex("drafts", "who", who);
  }

  async addDraft(draft: StoredDraft): Promise<void> {
    await this.idb.put("drafts", draft);
  }

  async dropDraft(key: string): Promise<void> {
    await this.idb.delete("drafts", key);
  }

  // --- what the server said --------------------------------------------------------------------------------------

  /** Stores what was touched of the channels: items, then cursors, and rows that they cover go; all or nothing. */
  async saveChannels(box: Box, batch: Batch): Promise<void> {
    const tx = this.idb.transaction(["meta", "channels", "items", "outbox"], "readwrite");
    const record = (await tx.objectStore("meta").get(box.record)) as BoxRecord | undefined;
    if (belongs(record, box)) {
      const items = tx.objectStore("items");
      for (const ch of batch.dropped) {
        items.delete(under(box.key, ch));
        tx.objectStore("channels").delete([box.key, ch]);
      }
      for (const { ch, stamp, seq, whole, items: found, gone } of batch.channels) {
        const stored = await tx.objectStore("channels").get([box.key, ch]);
        if (stored && stored.stamp === stamp && stored.seq > seq) continue;
        if (whole) items.delete(under(box.key, ch));
        for (const id of gone) items.delete([box.key, ch, id]);
        for (const item of found) items.put({ box: box.key, ch, id: item.id, item });
        tx.objectStore("channels").put({ box: box.key, ch, stamp, seq });
      }
      for (const n of batch.covered) tx.objectStore("outbox").delete([box.key, n]);
    }
    await tx.done;
  }

  /** Forgets all channels of a member's boxes: what the server said to them is not for who comes after them. */
  async wipeMember(who: string): Promise<void> {
    const tx = this.idb.transaction(["channels", "items"], "readwrite");
    const all = IDBKeyRange.bound([`${who}|`], [`${who}|\uffff`]);
    tx.objectStore("channels").delete(all);
    tx.objectStore("items").delete(all);
    await tx.done;
  }
}

function belongs(record: BoxRecord | undefined, box: Box): boolean {
  return record !== undefined && record.device === box.device && record.owner === box.owner;
}

function latest(pages: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(pages).slice(-PAGES));
}

function renumbered(rows: readonly Row[], box: string): Row[] {
  return rows.map((row, index) => {
    const n = index + 1;
    return { ...row, box, n, state: "new", change: { ...row.change, n } };
  });
}
