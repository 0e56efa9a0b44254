/** A board of short notes in columns: add by Enter, change by menu, keyboard or dragging. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { BlockElement, say } from "../../../../frontend/parts/block-element";
import type { Entry } from "../../../../frontend/store/api";

interface Column {
  key: string;
  label: string;
  tone: string;
  prompt: string;
}
interface Step {
  key: string;
  title: string;
  instruction: string;
  columns: Column[];
}
const UNDO_SECONDS = 10;

export class CwNotes extends BlockElement<Step> {
  private column = "";
  private menu = "";
  private editing = "";
  private focused = "";
  private gone: { entry: Entry; timer: number } | null = null;

  protected override render(): TemplateResult {
    const shown = this.column || this.step.columns[0]?.key;
    return html`<nav class="segment on-phone" aria-label="Column">${this.step.columns.map((column) => html`<button aria-current=${shown === column.key ? "true" : nothing} @click=${() => this.pick(column.key)}>${column.label} ${this.in(column.key).length}</button>`)}</nav>
      <div class="board board--two">${this.step.columns.map((column) => this.col(column, shown === column.key))}</div>
      ${this.gone ? html`<div class="toast toast--fixed" role="status">Note deleted <button class="btn btn--tight" @click=${() => this.putBack()}><i class="icon i-undo-2" aria-hidden="true"></i> Put it back</button></div>` : nothing}`;
  }

  private in(column: string): Entry[] {
    return this.entries().filter((entry) => entry.fields.column === column);
  }

  private pick(column: string): void {
    this.column = column;
    this.requestUpdate();
  }

  private col(column: Column, shown: boolean): TemplateResult {
    const notes = this.in(column.key);
    const stop = notes.some((entry) => entry.id === this.focused) ? this.focused : notes[0]?.id;
    return html`<section class="board__col tone-${column.tone} ${shown ? "" : "on-laptop"}" aria-labelledby="c-${column.key}" @dragover=${(event: DragEvent) => this.writable && event.preventDefault()} @drop=${(event: DragEvent) => this.drop(event, column.key)}>
      <div class="board__head"><h2 id="c-${column.key}">${column.label}</h2><span class="quiet">${notes.length} ${notes.length === 1 ? "note" : "notes"}</span></div>
      ${
        this.writable
          ? html`<form class="addnote" @submit=${(event: SubmitEvent) => this.add(event, column)}><label class="sr" for="a-${column.key}">${column.prompt || `Add to ${column.label}`}</label>
        <input class="input" id="a-${column.key}" name="text" maxlength="600" autocomplete="off" placeholder=${column.prompt || "Type a note, press Enter"}><button class="btn btn--primary btn--icon" aria-label="Add note to ${column.label}"><i class="icon i-plus" aria-hidden="true"></i></button></form>`
          : nothing
      }
      ${
        notes.length
          ? html`<ul class="board__notes">${repeat(
              notes,
              (entry) => entry.id,
              (entry) => this.note(entry, column, entry.id === stop),
            )}</ul>`
          : html`<div class="empty"><strong>Nothing here yet.</strong> ${this.writable ? column.prompt : ""}</div>`
      }</section>`;
  }

  private note(entry: Entry, column: Column, stop: boolean): TemplateResult {
    const words = String(entry.fields.text ?? "");
    const typing = this.sheet?.here().find((one) => one.entry === entry.id && one.field);
    return html`<li class="note tone-${column.tone} ${entry.saving === "saved" ? "" : "is-waiting"}" data-note=${entry.id} tabindex=${stop ? 0 : -1} draggable=${this.writable && this.editing !== entry.id}
        @keydown=${(event: KeyboardEvent) => this.key(event, entry)} @focus=${() => this.remember(entry.id)} @dragstart=${(event: DragEvent) => event.dataTransfer?.setData("text/plain", entry.id)}>
      ${this.editing === entry.id ? this.editor(entry, words) : html`<p class="note__text">${words}</p>`}
      <div class="note__meta">${typing ? html`<span>${typing.name} is writing</span>` : nothing}${this.marks(entry)}</div>${this.versions(entry, "text")}
      ${this.writable && this.editing !== entry.id ? html`<button class="note__more" aria-label="Actions for note: ${words.slice(0, 40)}" aria-haspopup="menu" aria-expanded=${this.menu === entry.id} @click=${() => this.open(entry.id)}><i class="icon i-ellipsis" aria-hidden="true"></i></button>` : nothing}
      ${this.menu === entry.id ? this.actions(entry, words) : nothing}</li>`;
  }

  /** What another changes meanwhile comes into the text area only as long as nothing was typed there. */
  private editor(entry: Entry, words: string): TemplateResult {
    return html`<form class="stack" @submit=${(event: SubmitEvent) => this.keep(event, entry)}><textarea class="textarea textarea--short" name="text" aria-label="Change this note" maxlength="600" .defaultValue=${words} @focus=${() => this.sheet?.at(entry.id, "text")}
        @keydown=${(event: KeyboardEvent) => this.editKey(event, entry)}></textarea><div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => this.edit("", entry.id)}>Leave it</button></div></form>`;
  }

  private editKey(event: KeyboardEvent, entry: Entry): void {
    event.stopPropagation();
    if (event.key === "Escape") this.edit("", entry.id);
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      (event.target as HTMLTextAreaElement).form?.requestSubmit();
    }
  }

  private actions(entry: Entry, words: string): TemplateResult {
    const others = this.step.columns.filter((column) => column.key !== entry.fields.column);
    const act = (icon: string, label: string, run: () => void): TemplateResult =>
      html`<button role="menuitem" @click=${run}><i class="icon ${icon}" aria-hidden="true"></i> ${label}</button>`;
    return html`<div class="scrim on-phone" @click=${() => this.open("")}></div><div class="menu menu--note" role="menu" aria-label="Actions for note: ${words.slice(0, 40)}" @keydown=${(event: KeyboardEvent) => this.menuKey(event)}>
      <div class="menu__head">Move</div>${others.map((column) => act("i-arrow-right", `To ${column.label}`, () => this.move(entry, column.key)))}
      ${act("i-chevron-up", "Up", () => this.shift(entry, -1))}${act("i-chevron-down", "Down", () => this.shift(entry, 1))}<hr>
      ${act("i-pencil", "Edit", () => this.edit(entry.id, entry.id))}${act("i-trash-2", "Delete", () => this.remove_(entry))}${act("i-x", "Close", () => this.open(""))}</div>`;
  }

  private menuKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const items = [...this.querySelectorAll<HTMLElement>(".menu [role=menuitem]")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape") this.open("");
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      items[(at + step + items.length) % items.length]?.focus();
    }
  }

  private key(event: KeyboardEvent, entry: Entry): void {
    if (event.target !== event.currentTarget) return;
    const column = String(entry.fields.column);
    const notes = this.in(column);
    const at = notes.indexOf(entry);
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (this.writable && event.altKey && (step || sideways)) {
      event.preventDefault();
      const other =
        this.step.columns[(this.step.columns.findIndex((one) => one.key === column) + 1) % this.step.columns.length];
      if (step) this.shift(entry, step);
      else if (other) this.move(entry, other.key);
    } else if (step) {
      event.preventDefault();
      this.focusNote(notes[at + step]?.id);
    } else if (sideways) {
      const other = this.step.columns.find((one) => one.key !== column);
      this.focusNote(other && this.in(other.key)[0]?.id);
    } else if (this.writable && event.key === "Enter") {
      event.preventDefault();
      this.edit(entry.id, entry.id);
    } else if (this.writable && event.key === "Delete") {
      this.remove_(entry);
      this.focusNote((notes[at + 1] ?? notes[at - 1])?.id);
    }
  }

  private focusNote(id: string | undefined): void {
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

  private open(id: string): void {
    const before = this.menu;
    this.menu = this.menu === id ? "" : id;
    this.requestUpdate();
    const target = this.menu ? ".menu [role=menuitem]" : `[data-note="${before}"] .note__more`;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(target)?.focus());
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

  private keep(event: SubmitEvent, entry: Entry): void {
    event.preventDefault();
    const words = String(new FormData(event.target as HTMLFormElement).get("text")).trim();
    if (words && words !== entry.fields.text) this.sheet?.patch(entry.id, { text: words });
    this.edit("", entry.id);
  }

  private add(event: SubmitEvent, column: Column): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = String(new FormData(form).get("text")).trim();
    if (!words) return;
    const notes = this.in(column.key);
    this.sheet?.put(this.step.key, { column: column.key, text: words, place: this.between(notes.at(-1), undefined) });
    form.reset();
    say(`Added to ${column.label}`);
  }

  private move(entry: Entry, column: string): void {
    this.menu = "";
    this.sheet?.patch(entry.id, { column, place: this.between(this.in(column).at(-1), undefined) });
    say(`Moved to ${this.step.columns.find((one) => one.key === column)?.label}`);
    this.focusNote(entry.id);
  }

  private shift(entry: Entry, step: number): void {
    const notes = this.in(String(entry.fields.column));
    const at = notes.indexOf(entry) + step;
    if (at < 0 || at >= notes.length) return;
    this.menu = "";
    const place = step < 0 ? this.between(notes[at - 1], notes[at]) : this.between(notes[at], notes[at + 1]);
    this.sheet?.patch(entry.id, { place });
    say(`Moved ${step < 0 ? "up" : "down"}`);
    this.focusNote(entry.id);
  }

  private drop(event: DragEvent, column: string): void {
    event.preventDefault();
    const entry = this.entries().find((one) => one.id === event.dataTransfer?.getData("text/plain"));
    if (entry && this.writable && entry.fields.column !== column) this.move(entry, column);
  }

  private remove_(entry: Entry): void {
    this.menu = "";
    if (this.gone) window.clearTimeout(this.gone.timer);
    this.sheet?.remove(entry.id);
    this.gone = { entry, timer: window.setTimeout(() => this.forget(), UNDO_SECONDS * 1000) };
    say("Deleted. Put it back is available");
    this.requestUpdate();
  }

  private forget(): void {
    this.gone = null;
    this.requestUpdate();
  }

  /** A removal is final, so what comes back is a new note with the same words. */
  private putBack(): void {
    if (this.gone) this.sheet?.put(this.step.key, this.gone.entry.fields);
    this.forget();
  }
}
customElements.define("cw-notes", CwNotes);
