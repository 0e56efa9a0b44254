/** What is done to notes on a board, each act one that its doer can undo. */

import { CHOSEN } from "../../../../frontend/parts/agenda";
import { say } from "../../../../frontend/parts/say";
import { type NotesStep, said, type Tags } from "../../../../frontend/parts/tags";
import type { Undo } from "../../../../frontend/parts/undo";
import type { Entry, Sheet } from "../../../../frontend/store/api";

/** The board that the acts are done on. */
export interface Board {
  readonly step: NotesStep;
  readonly undo: Undo;
  notes(): Entry[];
  theSheet(): Sheet | null;
  focusNote(id: string | undefined): void;
  /** A place in a column: after the last of its notes, or between two. */
  lastPlace(column: string): number;
  beside(entry: Entry, step: number): number | null;
}

type Fields = Record<string, unknown>;
const many = (n: number): string => `${n} ${n === 1 ? "note" : "notes"}`;

export class NoteActs {
  constructor(private readonly board: Board) {}

  /** Sets fields of notes and offers to set them back. A note that somebody changed meanwhile stays as it is then. */
  private change(notes: readonly Entry[], fields: Fields, words: string): void {
    const sheet = this.board.theSheet();
    const names = Object.keys(fields);
    const before = new Map(notes.map((note) => [note.id, pick(note.fields, names)]));
    for (const note of notes) sheet?.patch(note.id, fields);
    this.board.undo.offer(words, () => {
      const same = this.board.notes().filter((note) => before.has(note.id) && equal(pick(note.fields, names), fields));
      for (const note of same) sheet?.patch(note.id, restorable(before.get(note.id) ?? {}));
      say(same.length === notes.length ? "Undone" : "Somebody has changed it since, so it stays as it is now");
      this.board.focusNote(same[0]?.id);
    });
  }

  move(note: Entry, column: string): void {
    const label = this.board.step.columns.find((one) => one.key === column)?.label;
    this.change([note], { column, place: this.board.lastPlace(column) }, `Moved to ${label}`);
  }

  shift(note: Entry, step: number): void {
    const place = this.board.beside(note, step);
    if (place !== null) this.change([note], { place }, `Moved ${step < 0 ? "up" : "down"}`);
  }

  tag(note: Entry, list: Tags, tag: string): void {
    if (said(note, list.key) === tag) return;
    const label = list.options.find((option) => option.key === tag)?.label ?? "not set";
    this.change([note], { [list.key]: tag }, `${list.label}: ${label}`);
  }

  theme(notes: readonly Entry[], theme: string): void {
    const others = notes.filter((note) => said(note, "theme") !== theme);
    const words = theme ? `${many(others.length)} put into “${theme}”` : "Taken out of its theme";
    if (others.length) this.change(others, { theme }, words);
  }

  rename(theme: string, name: string): void {
    const notes = this.board.notes().filter((note) => said(note, "theme") === theme);
    if (name !== theme) this.change(notes, { theme: name }, `“${theme}” is now “${name}”`);
  }

  agenda(note: Entry, on: boolean): void {
    this.change([note], { agenda: on ? CHOSEN : "" }, on ? "Chosen for the meeting" : "Not for the meeting");
  }

  /** A removal is final, so what comes back is a new note with the same words. */
  remove(note: Entry): void {
    const sheet = this.board.theSheet();
    sheet?.remove(note.id);
    const back = (): void => this.board.focusNote(sheet?.put(note.step, { ...note.fields }));
    this.board.undo.offer("Note deleted", back, "Put it back", "Deleted");
  }

  /** A new note from a passage; undoing takes it away again. */
  take(column: string, text: string, source: string): void {
    const sheet = this.board.theSheet();
    const id = sheet?.put(this.board.step.key, { column, text, source, place: this.board.lastPlace(column) });
    this.board.undo.offer("Taken as a note", () => id && sheet?.remove(id));
  }
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** What a patch can set back: a field that was not there becomes empty, a place that was not there stays. */
function restorable(fields: Fields): Fields {
  const found = Object.entries(fields).filter(([name, value]) => value !== undefined || name !== "place");
  return Object.fromEntries(found.map(([name, value]) => [name, value ?? ""]));
}

function equal(one: Fields, two: Fields): boolean {
  return Object.keys(two).every((name) => one[name] === two[name]);
}
