/** The evaluation wall: four questions, notes without names, and what has been shown so far. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { RoomElement, text } from "../parts/room-element";
import { keepNotes, newNote, type OwnNote, ownNotes, sendNotes, type Wall } from "../parts/wall-queue";

interface Shown {
  id: string;
  column: string;
  text: string;
}
interface Column {
  key: string;
  label: string;
  tone: string;
  prompt: string;
}

export class CwWall extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private shown: Shown[] = [];
  private fetched = "";
  private retry = 0;
  /** By column, words that are not a note yet. */
  private typed = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.typed = new Map(JSON.parse(localStorage.getItem(this.typing) ?? "[]") as [string, string][]);
    this.retry = window.setInterval(() => void this.send(), 5000);
    addEventListener("online", this.send);
    void this.send();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.retry);
    removeEventListener("online", this.send);
  }

  private send = async (): Promise<void> => {
    const before = JSON.stringify(this.own());
    await sendNotes(this.place);
    if (JSON.stringify(this.own()) !== before) this.requestUpdate();
  };

  private get place(): Wall {
    return { room: this.room.id, member: this.room.member, activity: this.activity };
  }

  private own(): OwnNote[] {
    return ownNotes(this.place);
  }

  protected override render(): TemplateResult {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    if (!item) return html`<h1>The wall is not here</h1>`;
    const mark = `${item.seq}`;
    if (mark !== this.fetched && Number(item.fields?.batch ?? 0) > 0) {
      this.fetched = mark;
      void this.load();
    }
    const columns = ((item.fields?.steps ?? []) as { columns: Column[] }[])[0]?.columns ?? [];
    const state = text(item, "state");
    return html`<div class="pagehead"><div><h1>${text(item, "title")}</h1><p>${text(item, "purpose")}</p></div></div>
      <p class="small quiet hintline"><i class="icon i-eye-off" aria-hidden="true"></i>No names are kept anywhere. The facilitator gets the notes of five people or more at once, shuffled, and then shows them. Until then you can take yours back. A note that comes later waits until five people have written again; if they do not, nobody ever sees it.</p>
      ${state === "waiting" ? html`<div class="empty"><strong>Not open yet.</strong> It opens when the facilitator says so.</div>` : nothing}
      ${state === "closed" || state === "shared" ? html`<div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><strong>Closed.</strong> No more notes are taken.</div></div>` : nothing}
      <div class="board board--four">${columns.map((column) => this.col(column, state === "open"))}</div>`;
  }

  private col(column: Column, open: boolean): TemplateResult {
    const batch = new Set(this.shown.map((note) => note.id));
    const own = this.own().filter(
      (note) => note.column === column.key && note.todo !== "remove" && !batch.has(note.id),
    );
    const others = this.shown.filter((note) => note.column === column.key);
    return html`<section class="board__col tone-${column.tone}" aria-labelledby="w-${column.key}"><div class="board__head"><h2 id="w-${column.key}">${column.label}</h2></div>
      ${open ? html`<form class="addnote" @submit=${(event: SubmitEvent) => this.add(event, column.key)}><label class="sr" for="n-${column.key}">${column.prompt}</label><input class="input" id="n-${column.key}" name="text" maxlength="600" autocomplete="off" placeholder=${column.prompt} .value=${live(this.typed.get(column.key) ?? "")} @input=${(event: Event) => this.type(column.key, (event.target as HTMLInputElement).value)}><button class="btn btn--primary btn--icon" aria-label="Add note to ${column.label}"><i class="icon i-plus" aria-hidden="true"></i></button></form>` : nothing}
      <ul class="board__notes">${own.map(
        (
          note,
        ) => html`<li class="note tone-${column.tone} ${note.todo ? "is-waiting" : ""}"><p class="note__text">${note.text}</p><div class="note__meta"><span>Yours, not shown yet</span>${note.todo ? html`<span>Only on this device</span>` : nothing}${note.error ? html`<span class="error">${note.error}</span>` : nothing}
        ${open && !note.collected ? html`<button class="btn btn--tight" aria-label="Take back: ${note.text.slice(0, 40)}" @click=${() => this.takeBack(note)}>Take back</button>` : nothing}</div></li>`,
      )}
      ${others.map((note) => html`<li class="note tone-${column.tone}"><p class="note__text">${note.text}</p></li>`)}</ul></section>`;
  }

  private add(event: SubmitEvent, column: string): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = String(new FormData(form).get("text")).trim();
    if (!words) return;
    keepNotes(this.place, [...this.own(), newNote(column, words)]);
    this.type(column, "");
    this.requestUpdate();
    void this.send();
  }

  /** Words that are not a note yet stay on this device, and nowhere else. */
  private type(column: string, words: string): void {
    this.typed.set(column, words);
    localStorage.setItem(this.typing, JSON.stringify([...this.typed]));
  }

  private get typing(): string {
    const { room, member, activity } = this.place;
    return `cw-wall-typing ${room} ${member} ${activity}`;
  }

  private takeBack(note: OwnNote): void {
    keepNotes(
      this.place,
      this.own().map((one) => (one.id === note.id ? { ...one, todo: "remove" as const } : one)),
    );
    this.requestUpdate();
    void this.send();
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(`/w/${this.room.id}/wall/${this.activity}`, { headers: { "X-Commonweal": "1" } });
      this.shown = (await answer.json()).notes ?? [];
    } catch {
      this.fetched = "";
    }
    this.requestUpdate();
  }
}
customElements.define("cw-wall", CwWall);
