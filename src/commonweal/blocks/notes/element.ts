/** A board of short notes in columns: add by Enter, change by menu, keyboard or dragging. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { BlockElement, say } from "../../../../frontend/parts/block-element";
import { filterButtons } from "../../../../frontend/parts/filter";
import { noteMarks } from "../../../../frontend/parts/note-marks";
import { type Column, type Filter, filtered, type NotesStep, said } from "../../../../frontend/parts/tags";
import { Undo } from "../../../../frontend/parts/undo";
import type { Entry, Sheet } from "../../../../frontend/store/api";
import { type Board, NoteActs } from "./acts";
import { editor, fits } from "./editor";
import { type Acts, noteMenu } from "./menu";
import { byTag, byTheme, type View } from "./sorted";
import type { PutIntoTheme } from "./sorting";
import "./sorting";
import { taking } from "./taking";

/** How the board is sorted when it is not by column or by a list of tags. */
const THEMES = "theme";

export class CwNotes extends BlockElement<NotesStep> implements Board {
  readonly undo = new Undo(this);
  private readonly acts = new NoteActs(this);
  private column = "";
  /** "" for columns, the key of a list of tags, or "theme". */
  private sort = "";
  private filter: Filter = null;
  private menu = "";
  private panel = "";
  private editing = "";
  private renaming = "";
  private focused = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.undoKey);
  }

  override disconnectedCallback(): void {
    this.removeEventListener("keydown", this.undoKey);
    super.disconnectedCallback();
  }

  private undoKey = (event: KeyboardEvent): void => this.undo.key(event);

  protected override render(): TemplateResult {
    const list = this.step.tags?.find((one) => one.key === this.sort);
    const board = list
      ? byTag(this.step, list, this.entries(), this.view())
      : this.sort === THEMES
        ? byTheme(this.entries(), this.view())
        : this.columns();
    const sorts = !this.forOthers && (this.step.themes || this.step.tags?.length);
    if (!sorts) return html`${this.unfinished()}${board}${this.toast()}`;
    const put: PutIntoTheme = (ids, theme) =>
      this.acts.theme(
        this.entries().filter((entry) => ids.includes(entry.id)),
        theme,
      );
    return html`${this.unfinished()}<div class="toolbar">${this.sorter()}${this.sort ? nothing : html`<div class="on-laptop">${filterButtons(this.step, this.entries(), this.filter, (filter) => this.show({ filter }))}</div>`}</div>
      <div class=${this.writable ? "sorting" : ""}><div>${board}</div>${this.writable ? html`<cw-sorting .room=${this.room} .sheetId=${this.sheetId} .step=${this.step} .put=${put}></cw-sorting>` : nothing}</div>${this.toast()}`;
  }

  /** An open menu is not covered by what can be undone. */
  private toast(): TemplateResult | typeof nothing {
    return this.menu ? nothing : this.undo.toast();
  }

  private sorter(): TemplateResult {
    const sorts: [string, string][] = [
      ["", "Columns"],
      ...(this.step.tags ?? []).map((list): [string, string] => [list.key, list.label]),
      ...(this.step.themes ? ([[THEMES, "Themes"]] as [string, string][]) : []),
    ];
    const choose = (event: Event): void => this.show({ sort: (event.target as HTMLSelectElement).value });
    return html`<div class="row on-laptop" role="group" aria-label="Sort by"><span class="quiet small">Sort by</span>${sorts.map(([key, label]) => html`<button class="chip chip--button" aria-pressed=${this.sort === key} @click=${() => this.show({ sort: key })}>${label}</button>`)}</div>
      <label class="row nowrap on-phone"><span class="quiet small">Sort by</span> <select class="select" @change=${choose}>${sorts.map(([key, label]) => html`<option value=${key} ?selected=${this.sort === key}>${label}</option>`)}</select></label>`;
  }

  private show(what: { sort?: string; filter?: Filter; column?: string; renaming?: string }): void {
    Object.assign(this, what);
    this.menu = "";
    this.requestUpdate();
  }

  private view(): View {
    return {
      writable: this.writable,
      renaming: this.renaming,
      note: (entry, among, more) => this.note(entry, among, more),
      tag: (entry, list, tag) => this.acts.tag(entry, list, tag),
      rename: (theme, name) => {
        this.acts.rename(theme, name);
        this.rename(name, "");
      },
      setRenaming: (theme) => this.rename(theme || this.renaming, theme),
    };
  }

  /** Begins or ends renaming a theme; the focus stays with it. */
  private rename(theme: string, renaming: string): void {
    this.show({ renaming });
    void this.updateComplete.then(() => {
      const button = [...this.querySelectorAll<HTMLElement>("[data-rename]")].find(
        (one) => one.dataset.rename === theme,
      );
      (renaming ? this.querySelector<HTMLElement>("[id^=rename-]") : button)?.focus();
    });
  }

  // --- what the acts ask of the board ---

  notes(): Entry[] {
    return this.entries();
  }

  theSheet(): Sheet | null {
    return this.sheet;
  }

  lastPlace(column: string): number {
    return this.between(this.in(column).at(-1), undefined);
  }

  beside(entry: Entry, step: number): number | null {
    const notes = this.in(String(entry.fields.column));
    const at = notes.indexOf(entry) + step;
    if (at < 0 || at >= notes.length) return null;
    return step < 0 ? this.between(notes[at - 1], notes[at]) : this.between(notes[at], notes[at + 1]);
  }

  // --- columns ---

  private columns(): TemplateResult {
    const shown = this.column || this.step.columns[0]?.key;
    return html`<nav class="segment on-phone" aria-label="Column">${this.step.columns.map((column) => html`<button aria-current=${shown === column.key ? "true" : nothing} @click=${() => this.show({ column: column.key })}>${column.label} ${this.in(column.key).length}</button>`)}</nav>
      <div class="board board--two">${this.step.columns.map((column) => this.col(column, shown === column.key))}</div>`;
  }

  private in(column: string): Entry[] {
    return this.entries().filter((entry) => entry.fields.column === column);
  }

  private col(column: Column, shown: boolean): TemplateResult {
    const all = this.in(column.key);
    const notes = filtered(this.step, all, this.filter);
    const empty = all.length
      ? "No note here has that."
      : html`<strong>Nothing here yet.</strong> ${this.writable ? column.prompt : ""}`;
    return html`<section class="board__col tone-${column.tone} ${shown ? "" : "on-laptop"}" aria-labelledby="c-${column.key}" @dragover=${(event: DragEvent) => this.writable && event.preventDefault()} @drop=${(event: DragEvent) => this.drop(event, column.key)}>
      <div class="board__head"><h2 id="c-${column.key}">${column.label}</h2><span class="quiet">${notes.length === all.length ? "" : `${notes.length} of `}${all.length} ${all.length === 1 ? "note" : "notes"}</span></div>
      ${
        this.writable
          ? html`<form class="addnote" @submit=${(event: SubmitEvent) => this.add(event, column)}><label class="sr" for="a-${column.key}">${column.prompt || `Add to ${column.label}`}</label>
        <input class="input" id="a-${column.key}" name="text" autocomplete="off" placeholder=${column.prompt || "Type a note, press Enter"} dir="auto"
          .value=${live(this.typed(`+${column.key}`) ?? "")} @input=${(event: Event) => this.keepTyped(`+${column.key}`, (event.target as HTMLInputElement).value, { column: column.key })}><button class="btn btn--primary btn--icon" aria-label="Add note to ${column.label}"><i class="icon i-plus" aria-hidden="true"></i></button></form>
        ${column.takes && !this.forOthers ? taking(this.room, this.activity, all, (words, from) => this.acts.take(column.key, words, from)) : nothing}`
          : nothing
      }
      ${
        notes.length
          ? html`<ul class="board__notes">${repeat(
              notes,
              (entry) => entry.id,
              (entry) => this.note(entry, notes),
            )}</ul>`
          : html`<div class="empty">${empty}</div>`
      }</section>`;
  }

  private note(entry: Entry, among: readonly Entry[], more?: TemplateResult): TemplateResult {
    const words = said(entry, "text");
    const tone = this.step.columns.find((column) => column.key === entry.fields.column)?.tone ?? "plain";
    const stop = among.some((one) => one.id === this.focused) ? this.focused : among[0]?.id;
    const typing = this.sheet?.here().find((one) => one.entry === entry.id && one.field);
    return html`<li class="note tone-${tone} ${entry.saving === "saved" ? "" : "is-waiting"}" data-note=${entry.id} tabindex=${entry.id === stop ? 0 : -1} draggable=${this.writable && !this.edited(entry)}
        @keydown=${(event: KeyboardEvent) => this.key(event, entry)} @focus=${() => this.remember(entry.id)} @dragstart=${(event: DragEvent) => event.dataTransfer?.setData("text/plain", entry.id)}>
      ${this.edited(entry) ? this.editor(entry, words) : html`<p class="note__text" dir="auto">${words}</p>`}
      <div class="note__meta">${noteMarks(this.step, entry)}${typing ? html`<span>${typing.name} is writing</span>` : nothing}${this.marks(entry)}</div>${this.versions(entry, "text")}${more ?? nothing}
      ${this.writable && !this.edited(entry) ? html`<button class="note__more" aria-label="Actions for note: ${words.slice(0, 40)}" aria-haspopup="menu" aria-expanded=${this.menu === entry.id} @click=${() => this.open(entry.id)}><i class="icon i-ellipsis" aria-hidden="true"></i></button>` : nothing}
      ${this.menu === entry.id ? noteMenu(this.step, entry, this.entries(), this.panel, this.menuActs(entry)) : nothing}</li>`;
  }

  /** What the menu does: it closes first, and the focus goes with the note. */
  private menuActs(entry: Entry): Acts {
    const then = (act: () => void): void => {
      this.menu = "";
      act();
      this.focusNote(entry.id);
    };
    return {
      open: (panel) => this.open(entry.id, panel),
      close: () => this.open(entry.id, null),
      move: (column) => then(() => this.acts.move(entry, column)),
      shift: (step) => then(() => this.acts.shift(entry, step)),
      tag: (list, tag) => then(() => this.acts.tag(entry, list, tag)),
      theme: (name) => then(() => this.acts.theme([entry], name)),
      agenda: (on) => then(() => this.acts.agenda(entry, on)),
      edit: () => this.edit(entry.id, entry.id),
      remove: () => this.removeNote(entry),
    };
  }

  private key(event: KeyboardEvent, entry: Entry): void {
    if (event.target !== event.currentTarget) return;
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const moves = this.writable && event.altKey && !this.sort;
    if (step ?? sideways) event.preventDefault();
    if (moves && step) {
      this.acts.shift(entry, step);
      this.focusNote(entry.id);
    } else if (moves && sideways) {
      this.acts.move(entry, this.nextColumn(entry));
      this.focusNote(entry.id);
    } else if (step || sideways) {
      this.focusNote(this.neighbour(event.currentTarget as HTMLElement, step, sideways));
    } else if (this.writable && event.key === "Enter") {
      event.preventDefault();
      this.edit(entry.id, entry.id);
    } else if (this.writable && event.key === "Delete") {
      this.removeNote(entry);
    } else if (this.writable && (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) {
      event.preventDefault();
      this.open(entry.id);
    }
  }

  private nextColumn(entry: Entry): string {
    const { columns } = this.step;
    const at = columns.findIndex((column) => column.key === entry.fields.column);
    return columns[(at + 1) % columns.length]?.key ?? "";
  }

  /** The note before or after in the same list, or the first of the list before or after. */
  private neighbour(note: HTMLElement, step = 0, sideways = 0): string | undefined {
    const lists = [...this.querySelectorAll(".board__notes")].filter((list) => list.checkVisibility());
    const at = lists.findIndex((list) => list.contains(note));
    const notes = [
      ...(lists[(at + sideways + lists.length) % lists.length]?.querySelectorAll<HTMLElement>("[data-note]") ?? []),
    ];
    return (step ? notes[notes.indexOf(note) + step] : notes[0])?.dataset.note;
  }

  focusNote(id: string | undefined): void {
    if (!id) return;
    this.focused = id;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`[data-note="${id}"]`)?.focus());
  }

  private remember(id: string): void {
    if (this.focused !== id) {
      this.focused = id;
      this.requestUpdate();
    }
  }

  /** Opens a note's menu, or a panel of it; null, or the same press again, closes it. */
  private open(id: string, panel: string | null = ""): void {
    const closes = panel === null || (this.menu === id && this.panel === panel);
    this.menu = closes ? "" : id;
    this.panel = panel ?? "";
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const menu = this.querySelector<HTMLElement>(".menu--note");
      const target =
        menu?.querySelector<HTMLElement>("[aria-checked=true][role=menuitemradio]") ??
        menu?.querySelector<HTMLElement>("button, input");
      (this.menu ? target : this.querySelector<HTMLElement>(`[data-note="${id}"] .note__more`))?.focus();
    });
  }

  private edit(id: string, back: string): void {
    this.menu = "";
    this.editing = id;
    if (!id) this.sheet?.at("", "");
    this.requestUpdate();
    void this.updateComplete.then(() =>
      id ? this.querySelector<HTMLElement>(`[data-note="${id}"] textarea`)?.focus() : this.focusNote(back),
    );
  }

  private keep(entry: Entry, words: string | null): void {
    if (words) this.sheet?.patch(entry.id, { text: words });
    this.dropTyped(entry.id);
    this.edit("", entry.id);
  }

  /** Whether a note is being changed here; what was begun before a reload still is. */
  private edited(entry: Entry): boolean {
    return this.writable && (this.editing === entry.id || this.typed(entry.id) !== undefined);
  }

  private editor(entry: Entry, words: string): TemplateResult {
    return editor(words, this.typed(entry.id), {
      began: () => this.sheet?.at(entry.id, "text"),
      typed: (now) => this.keepTyped(entry.id, now, entry.fields),
      done: (now) => this.keep(entry, now),
    });
  }

  private add(event: SubmitEvent, column: Column): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = String(new FormData(form).get("text")).trim();
    if (!words || !fits(form, words)) return;
    this.sheet?.put(this.step.key, { column: column.key, text: words, place: this.lastPlace(column.key) });
    this.dropTyped(`+${column.key}`);
    this.filter = null;
    form.reset();
    say(`Added to ${column.label}`);
  }

  private drop(event: DragEvent, column: string): void {
    event.preventDefault();
    const entry = this.entries().find((one) => one.id === event.dataTransfer?.getData("text/plain"));
    if (entry && this.writable && entry.fields.column !== column) this.acts.move(entry, column);
  }

  /** The focus goes to the next note, or to the one before. */
  private removeNote(entry: Entry): void {
    this.menu = "";
    const note = this.querySelector<HTMLElement>(`[data-note="${entry.id}"]`);
    const next = note && (this.neighbour(note, 1) ?? this.neighbour(note, -1));
    this.acts.remove(entry);
    this.focusNote(next ?? undefined);
  }
}
customElements.define("cw-notes", CwNotes);
