// One sheet as pages use it: its entries with this device's changes over them, and what can be done to them.

import type { Draft, Entry, Saving, Sheet, Writer } from "./api";
import type { At, Edit, Item } from "./messages";
import { clean, draftOf, fitting, type Row, type Write } from "./outbox";
import { type Began, editOf, laid, settling, stood } from "./overlay";
import type { Replica } from "./replica";
import { uuid } from "./uuid";

/** What is known of a sheet itself. */
export interface SheetFacts {
  activity: string;
  state: string;
  writable: boolean;
  /** Whether what is written there is sealed before it is stored anywhere. */
  sealed: boolean;
  /** Who writes a joint sheet; empty for any other. */
  people: readonly Writer[];
}

/** The room, as a sheet needs it. */
export interface SheetRoom {
  readonly id: string;
  readonly member: string;
  readonly replica: Replica;
  /** The member's key for sealing, if this device has it. */
  readonly key: Uint8Array | null;
  facts(sheet: string): SheetFacts;
  /** The kind of block that a step of a sheet has. */
  blockOf(sheet: string, step: string): string;
  nameOf(member: string): string;
  write(write: Write): void;
  refuse(write: Write, code: string, reason: string): void;
  place(at: At): void;
  dropDraft(key: string): void;
}

export const TOO_LONG =
  "This is too long to be stored in one piece. It is kept here as a draft: shorten it, or divide it.";
/** After a field was left, a change of it may still come; then it was made from what stood there. */
const LINGER = 2000;

export class SheetView implements Sheet {
  private built: { version: string; entries: Entry[]; steps: Map<string, Entry[]> } | null = null;
  private plain = new WeakMap<Item, Entry>();
  /** What this person began from, field by field; after an entry was left, for as long as a change may still come. */
  private readonly began = new Map<string, Began & { until: number }>();

  constructor(
    readonly id: string,
    protected readonly room: SheetRoom,
  ) {}

  get activity(): string {
    return this.room.facts(this.id).activity;
  }

  get state(): string {
    return this.room.facts(this.id).state;
  }

  get people(): readonly Writer[] {
    return this.room.facts(this.id).people;
  }

  get writable(): boolean {
    return this.room.facts(this.id).writable && !this.room.replica.status.stopped;
  }

  get seal(): Sheet["seal"] {
    return "";
  }

  get saving(): Saving {
    const { ledger } = this.room.replica;
    return this.savingOf(ledger.entriesOf(this.id).flatMap((id) => ledger.rowsOf(id)));
  }

  private savingOf(rows: readonly Row[]): Saving {
    if (rows.every((row) => row.state === "acked")) return "saved";
    return this.room.replica.connected ? "saving" : "device";
  }

  // --- reading ---------------------------------------------------------------------------------------------------

  entries(step?: string): Entry[] {
    const version = this.room.replica.version(this.id);
    if (this.built?.version !== version) this.built = { version, entries: this.build(), steps: new Map() };
    const { entries, steps } = this.built;
    if (step === undefined) return entries;
    const found = steps.get(step) ?? entries.filter((entry) => entry.step === step);
    steps.set(step, found);
    return found;
  }

  /** The server's items, from the fullest view that is held. */
  private items(): Map<string, Item> {
    const { state } = this.room.replica;
    const inside = state.get(`${this.id}/inside`);
    if (inside) return inside.items;
    const shared = state.get(`${this.id}/shared`)?.items ?? [];
    return new Map([...shared, ...(state.get(`${this.id}/mine`)?.items ?? [])]);
  }

  protected item(id: string): Item | undefined {
    const { state } = this.room.replica;
    const views = ["inside", "mine", "shared"];
    return views.map((view) => state.get(`${this.id}/${view}`)?.items.get(id)).find((item) => item);
  }

  protected build(): Entry[] {
    const { ledger } = this.room.replica;
    const items = this.items();
    const changed = new Set(ledger.entriesOf(this.id));
    const found: Entry[] = [];
    for (const item of items.values()) {
      if (item.kind !== "entry") continue;
      const entry = this.read(changed.delete(item.id) ? this.entry(item.id, item) : this.plainEntry(item));
      if (entry) found.push(entry);
    }
    for (const id of changed) {
      const entry = this.read(this.entry(id, items.get(id)));
      if (entry) found.push(entry);
    }
    return found.sort(inReadingOrder);
  }

  /** An entry as it can be read here; null when it cannot. */
  protected read(entry: Entry | null): Entry | null {
    return entry;
  }

  private plainEntry(item: Item): Entry {
    const mine = this.isMine(item.id, item);
    const before = this.plain.get(item);
    if (before?.mine === mine) return before;
    const entry = entryOf(item, item.fields ?? {}, { mine, saving: "saved" });
    this.plain.set(item, entry);
    return entry;
  }

  private entry(id: string, item: Item | undefined): Entry | null {
    const rows = this.room.replica.ledger.rowsOf(id);
    const fields = laid(item, rows);
    if (!fields) return null;
    const written = rows[0];
    const stub: Item = {
      id,
      kind: "entry",
      seq: Number.MAX_SAFE_INTEGER,
      step: written?.step ?? "",
      by: this.room.member,
    };
    return entryOf(item ?? stub, fields, { mine: this.isMine(id, item), saving: this.savingOf(rows) });
  }

  private isMine(id: string, item: Item | undefined): boolean {
    const { own, state } = this.room.replica;
    if (!item || own.has(id) || (item.by !== undefined && item.by === this.room.member)) return true;
    return state.get(`${this.id}/mine`)?.items.has(id) ?? false;
  }

  // --- writing ---------------------------------------------------------------------------------------------------

  put(step: string, fields: Record<string, unknown>): string {
    const id = uuid();
    this.room.replica.own.add(id);
    this.write({ t: "put", id, sheet: this.id, step, fields: clean(fields) as Record<string, unknown> });
    return id;
  }

  patch(id: string, fields: Record<string, unknown>): void {
    const item = this.item(id);
    const rows = this.room.replica.ledger.rowsOf(id);
    const edits: Record<string, Edit> = {};
    for (const [field, given] of Object.entries(fields)) {
      const value = clean(given);
      const began = this.begun(id, field);
      const edit = editOf(field, value, { item, rows, began });
      if (!edit) continue;
      edits[field] = edit;
      if (began) began.text = value;
    }
    if (Object.keys(edits).length) this.writeEdits(id, edits);
  }

  settle(id: string, field: string, text: string): void {
    this.writeEdits(id, { [field]: settling(field, clean(text) as string, this.item(id)) });
  }

  protected writeEdits(id: string, edits: Record<string, Edit>): void {
    const before = this.item(id)?.fields ?? {};
    this.write({ t: "patch", id, sheet: this.id, step: this.stepOf(id), edits, before });
  }

  remove(id: string): void {
    this.write({ t: "remove", id, sheet: this.id, step: this.stepOf(id) });
  }

  protected stepOf(id: string): string {
    return this.item(id)?.step ?? this.room.replica.ledger.rowsOf(id)[0]?.step ?? "";
  }

  protected write(write: Write): void {
    const fit = fitting(write);
    if (fit) this.room.write(fit);
    else this.room.refuse(write, "size", TOO_LONG);
  }

  // --- people ----------------------------------------------------------------------------------------------------

  here(): { member: string; name: string; entry: string; field: string }[] {
    const { replica, member } = this.room;
    const all = replica.here.get(`${this.id}/inside`) ?? [];
    const others = all.filter(([other]) => other !== member);
    return others.map(([other, entry, field]) => ({ member: other, name: this.room.nameOf(other), entry, field }));
  }

  at(entry: string, field: string): void {
    this.leave(field ? entry : "");
    if (entry && field && !this.isIn(entry, field)) this.begin(entry, field);
    this.room.place({ t: "at", sheet: this.id, entry: entry.slice(0, 36), field: field.slice(0, 40) });
  }

  /** Leaves all entries but one, whose fields are written together. */
  private leave(except: string): void {
    const now = Date.now();
    for (const [key, one] of this.began) {
      if (one.entry !== except) one.until = Math.min(one.until, now + LINGER);
      if (one.until < now) this.began.delete(key);
    }
  }

  protected isIn(entry: string, field: string): boolean {
    return this.began.get(keyOf(entry, field))?.until === Number.POSITIVE_INFINITY;
  }

  begin(entry: string, field: string): void {
    const { base, value } = stood(field, this.item(entry), this.room.replica.ledger.rowsOf(entry));
    this.began.set(keyOf(entry, field), { entry, field, text: value, base, until: Number.POSITIVE_INFINITY });
  }

  private begun(entry: string, field: string): Began | null {
    const found = this.began.get(keyOf(entry, field));
    return found && found.until >= Date.now() ? found : null;
  }

  // --- drafts ----------------------------------------------------------------------------------------------------

  drafts(): Draft[] {
    return [...this.room.replica.drafts.values()].filter((draft) => draft.sheet === this.id);
  }

  dropDraft(key: string): void {
    this.room.dropDraft(key);
  }
}

const keyOf = (entry: string, field: string): string => `${entry} ${field}`;

function entryOf(item: Item, fields: Record<string, unknown>, { mine, saving }: Pick<Entry, "mine" | "saving">): Entry {
  const { id, seq, step = "", by = "", late = false, proxy = false, hidden = "" } = item;
  const versions = (item.versions ?? {}) as Entry["versions"];
  return { id, step, by, mine, seq, fields, versions, saving, late, proxy, hidden };
}

function inReadingOrder(one: Entry, two: Entry): number {
  const first = place(one);
  const second = place(two);
  return first === second ? one.seq - two.seq : first - second;
}

function place(entry: Entry): number {
  return typeof entry.fields.place === "number" ? entry.fields.place : Number.MAX_VALUE;
}

/** A draft of a write that never became a row. */
export function draftOfWrite(write: Write, why: { code: string; reason: string }, who: string) {
  const change = write.t === "put" ? { ...write, n: 0 } : { ...write, n: 0 };
  const before = write.t === "patch" && write.before ? { before: write.before } : {};
  const row: Row = { box: who, n: 0, state: "new", step: write.step, change, ...before };
  return { ...draftOf(row, why, who), key: `${who}|${uuid()}` };
}
