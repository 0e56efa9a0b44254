// A sealed sheet: what goes into the outbox is sealed first, and opened again only for reading. Elements need not know.

import type { Draft, Entry, Sheet } from "./api";
import type { Item } from "./messages";
import { clean } from "./outbox";
import { laid, same, settling } from "./overlay";
import { BOX, type Fields, open, seal } from "./sealing";
import { SheetView, TOO_LONG } from "./sheet";
import { uuid } from "./uuid";

const OTHER_WORDS =
  "This page was sealed with other words, so nothing on it was changed. What you wrote is kept here as a draft.";

export class SealedView extends SheetView {
  /** Fields by the box that held them, for the key that they were opened with. */
  private readonly found = new Map<string, Fields | null>();
  private openedWith: Uint8Array | null = null;
  private unopened = 0;

  override get seal(): Sheet["seal"] {
    if (!this.room.key) return "closed";
    this.entries();
    return this.unopened ? "other" : "open";
  }

  override get writable(): boolean {
    return super.writable && this.seal === "open";
  }

  /** How many boxes are here, and how many a key opens. */
  tried(key: Uint8Array): { boxes: number; opened: number } {
    const boxes = this.standing();
    return { boxes: boxes.length, opened: boxes.filter(([id, box]) => open(box, key, this.place(id))).length };
  }

  private standing(): [string, unknown][] {
    const { state, ledger } = this.room.replica;
    const items = state.get(`${this.id}/inside`)?.items ?? new Map<string, Item>();
    const ids = new Set([...items.keys(), ...ledger.entriesOf(this.id)]);
    return [...ids].flatMap((id): [string, unknown][] => {
      const fields = laid(items.get(id), ledger.rowsOf(id));
      return fields && BOX in fields ? [[id, fields[BOX]]] : [];
    });
  }

  private place(entry: string) {
    return { room: this.room.id, sheet: this.id, entry };
  }

  // --- reading ---------------------------------------------------------------------------------------------------

  protected override build(): Entry[] {
    this.unopened = 0;
    return super.build();
  }

  protected override read(entry: Entry | null): Entry | null {
    if (!entry) return null;
    const fields = this.opened(entry.id, entry.fields);
    if (!fields) {
      this.unopened += 1;
      return null;
    }
    return { ...entry, fields, versions: this.versions(entry, fields) };
  }

  private opened(id: string, fields: Fields): Fields | null {
    const { key } = this.room;
    if (this.openedWith !== key) this.found.clear();
    this.openedWith = key;
    const box = fields[BOX];
    if (!key || typeof box !== "string") return null;
    const before = this.found.get(box);
    if (before !== undefined) return before;
    const inside = open(box, key, this.place(id));
    this.found.set(box, inside);
    return inside;
  }

  /** What another device wrote meanwhile, as versions of the first field in which it differs. */
  private versions(entry: Entry, fields: Fields): Entry["versions"] {
    const found: Entry["versions"] = {};
    for (const { text, by, seq } of entry.versions[BOX] ?? []) {
      const other = this.opened(entry.id, { [BOX]: text });
      const field = other && differing(fields, other)[0];
      if (!other) this.unopened += 1;
      else if (field) found[field] = [...(found[field] ?? []), { text: String(other[field] ?? ""), by, seq }];
    }
    return found;
  }

  // --- writing ---------------------------------------------------------------------------------------------------

  override put(step: string, fields: Fields): string {
    const id = uuid();
    this.room.replica.own.add(id);
    const write = { t: "put" as const, id, sheet: this.id, step };
    const closed = this.closed(id, step, clean(fields) as Fields);
    if (closed) this.write({ ...write, fields: closed });
    else this.room.refuse({ ...write, fields: this.closed(id, step, fields, true) ?? {} }, "size", TOO_LONG);
    return id;
  }

  override patch(id: string, fields: Fields): void {
    const current = this.current(id);
    const after = { ...current, ...(clean(fields) as Fields) };
    if (current && same(after, current)) return;
    const closed = current && this.closed(id, this.stepOf(id), after);
    if (closed) super.patch(id, { [BOX]: closed[BOX] });
    else this.keepAside(id, after, current ? TOO_LONG : OTHER_WORDS);
  }

  /** Words that cannot go into the entry: sealed too, they wait on this device as a draft. */
  private keepAside(id: string, fields: Fields, reason: string): void {
    const step = this.stepOf(id);
    const value = this.closed(id, step, fields, true)?.[BOX];
    const write = { t: "patch" as const, id, sheet: this.id, step, edits: { [BOX]: { base: 0, value } } };
    this.room.refuse(write, "sealed", reason);
  }

  /**
   * Chooses between versions. Text that holds both is kept as one passage; rows that differ in more than words
   * are kept as rows of their own, so that nothing that either device wrote is lost.
   */
  override settle(id: string, field: string, text: string): void {
    const current = this.current(id);
    if (!current) return;
    const item = this.item(id);
    const kept = (item?.versions?.[BOX] ?? []).map((one) => this.opened(id, { [BOX]: one.text }));
    const others = kept.filter((one) => one !== null);
    const chosen = [current, ...others].find((one) => String(one[field] ?? "") === text);
    const isText = this.room.blockOf(this.id, this.stepOf(id)) === "prompts";
    const together = isText && others.every((one) => differing(current, one).every((name) => name === field));
    const after = chosen ?? (together ? { ...current, [field]: text } : current);
    const closed = this.closed(id, this.stepOf(id), after);
    if (!closed) {
      this.keepAside(id, after, TOO_LONG);
      return;
    }
    this.writeEdits(id, { [BOX]: settling(BOX, String(closed[BOX]), item) });
    if (!chosen && !together) for (const one of others) this.put(this.stepOf(id), one);
  }

  private current(id: string): Fields | null {
    const fields = laid(this.item(id), this.room.replica.ledger.rowsOf(id));
    return fields && this.opened(id, fields);
  }

  /** The fields as they are stored: which prompt stays open, all are in the box. Null when they are too long for one. */
  private closed(id: string, step: string, fields: Fields, draft = false): Fields | null {
    const { key } = this.room;
    if (!key) throw new Error("This page is sealed, and its key is not on this device.");
    const box = seal(fields, key, this.place(id), { draft });
    if (box === null) return null;
    return this.room.blockOf(this.id, step) === "prompts" ? { prompt: fields.prompt, [BOX]: box } : { [BOX]: box };
  }

  /** Boxes are never merged: what a person sees when they begin to type is what their words are made from. */
  override begin(entry: string, field: string): void {
    super.begin(entry, field && BOX);
  }

  // --- drafts ----------------------------------------------------------------------------------------------------

  override drafts(): Draft[] {
    return super.drafts().map((draft) => this.readDraft(draft));
  }

  /** A draft with its words, if they open here. */
  readDraft(draft: Draft): Draft {
    const fields = this.opened(draft.entry, draft.fields);
    return fields ? { ...draft, fields } : draft;
  }
}

/** The fields in which two contents differ, words first. */
function differing(one: Fields, two: Fields): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(two)])].filter((name) => !same(one[name], two[name]));
  return names.sort((a, b) => Number(b === "text") - Number(a === "text"));
}
