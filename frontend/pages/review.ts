/** Review before the big screen: every entry that is shared, or about to be shown, with a way to hide it and say why. */

import { html, nothing, type TemplateResult } from "lit";
import { NOT_WORDS } from "../parts/drafts";
import "../parts/photos";
import { RoomElement, text } from "../parts/room-element";
import "../parts/sure";
import { typedIn } from "../parts/typed-in";
import type { Entry } from "../store/api";
import type { Item } from "../store/messages";

interface WallNote {
  id: string;
  column: string;
  text: string;
  hidden?: string;
  batch?: number;
  held?: boolean;
}

export class CwReview extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private notes: WallNote[] | null = null;
  private shown: WallNote[] = [];
  private enough = false;
  private ready = false;
  private asked = "";
  private hiding = "";
  private done = "";

  /** Only a wall has notes that wait; which this is, is known once the room is. */
  protected override updated(): void {
    if (!this.isWall() || this.asked === this.activity) return;
    this.asked = this.activity;
    void this.load();
  }

  private item(): Item | undefined {
    return this.room.items("room", "activity").find((one) => one.id === this.activity);
  }

  private isWall(): boolean {
    return text(this.item(), "privacy") === "anonymous";
  }

  private async load(): Promise<void> {
    try {
      const pending = await (await fetch(`/w/${this.room.id}/pending/${this.activity}`)).json();
      if (pending.ok) {
        this.notes = pending.notes;
        this.enough = pending.enough;
        this.ready = pending.ready;
        const wall = await fetch(`/w/${this.room.id}/wall/${this.activity}?as=facilitator`, {
          headers: { "X-Commonweal": "1" },
        });
        this.shown = (await wall.json()).notes ?? [];
      }
    } catch {
      this.problem = "The notes could not be fetched. Check the network and reload.";
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const item = this.item();
    if (!item) return html`<h1>Review</h1><p>This activity is not here yet.</p>`;
    return html`<div class="pagehead"><div><h1>Review: ${text(item, "title")}</h1>
        <p>Nothing reaches the big screen before you have seen it here. Hiding can be undone${this.isWall() ? "; only facilitators see your reason" : "; everybody on the same sheet sees your reason"}.</p></div>
        <a class="btn" href="/w/${this.room.id}/console"><i class="icon i-arrow-left" aria-hidden="true"></i> Console</a></div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <p role="status">${this.done}</p>
      ${this.isWall() ? this.wall(item) : this.sheets(item)}`;
  }

  // --- shared sheets ---

  private sheets(item: Item): TemplateResult {
    const groups = new Map(this.room.items("room", "group").map((group) => [group.id, text(group, "name")]));
    const whose = (id: string): string => groups.get(id.split(".")[1] ?? "") ?? "";
    const ids = this.room
      .sheetsOf(this.activity)
      .filter((id) => !id.endsWith(".copy") && (whose(id) || this.room.sheet(id)?.entries().length));
    const others = { group: "A group that was taken away", pair: "A pair" }[text(item, "holder")] ?? "Everybody";
    const counts = item.fields?.together_counts as { steps?: unknown[] } | undefined;
    if (text(item, "state") !== "shared" && !ids.some((id) => this.room.sheet(id)?.state === "shared")) {
      return html`<div class="empty"><strong>Not shared yet.</strong> Share the activity on the console first; then you see here what would go up.</div>`;
    }
    return html`<div class="row"><button class="btn btn--primary" @click=${() => this.approve()}><i class="icon i-check" aria-hidden="true"></i> All seen: show it on the big screen</button></div>
      ${counts?.steps ? html`<p>Only counts come together here; nobody’s words are shown.</p>` : nothing}
      <div class="cards">${ids.map((id) => {
        const sheet = this.room.sheet(id);
        const entries = sheet?.entries() ?? [];
        return html`<section class="card stack"><h2>${whose(id) || others}</h2>
          ${entries.length ? html`<ul class="plainlist stack">${entries.filter((entry) => this.words(entry)).map((entry) => this.entry(entry))}</ul>` : html`<p class="quiet">Nothing written.</p>`}
          <cw-photos .room=${this.room} .sheetId=${id} .whose=${whose(id)}></cw-photos></section>`;
      })}</div>`;
  }

  /** The words of an entry that could go up; a meeting's cast and agenda never do. */
  private words(entry: Entry): string {
    if (["cast", "item"].includes(String(entry.fields.kind))) return "";
    if (typeof entry.fields.column === "string") return String(entry.fields.text ?? "");
    return Object.entries(entry.fields)
      .filter(([name, value]) => typeof value === "string" && !NOT_WORDS.has(name))
      .map(([, value]) => String(value))
      .join(" · ");
  }

  private entry(entry: Entry): TemplateResult {
    const column = this.columnOf(entry);
    return html`<li class="note tone-${column?.tone ?? "plain"}"><p class="note__text">${this.words(entry)}</p>
      <div class="note__meta">${column ? html`<span class="chip">${column.label}</span>` : nothing}${entry.late ? html`<span class="chip tone-yellow">Late</span>` : nothing}${typedIn(entry)}${entry.hidden ? html`<span class="chip tone-pink">Hidden: ${entry.hidden}</span>` : nothing}
      ${this.hideControls(entry.id, entry.hidden, (reason) => this.run(reason ? "hide" : "unhide", { id: entry.id, reason }))}</div></li>`;
  }

  /** What a note on a board is: an opportunity, a challenge. */
  private columnOf(entry: Entry): { label: string; tone: string } | undefined {
    const steps = (this.item()?.fields?.steps ?? []) as {
      key: string;
      block: string;
      columns?: { key: string; label: string; tone: string }[];
    }[];
    const step = steps.find((one) => one.key === entry.step && one.block === "notes");
    return step?.columns?.find((one) => one.key === entry.fields.column);
  }

  private hideControls(id: string, hidden: string, act: (reason: string) => Promise<unknown>): TemplateResult {
    if (hidden) return html`<button class="btn btn--tight" @click=${() => act("")}>Show it again</button>`;
    const why = this.isWall() ? "Reason, for facilitators" : "Reason, for those on its sheet";
    if (this.hiding !== id) {
      return html`<button class="btn btn--tight" @click=${() => this.setHiding(id)}><i class="icon i-eye-off" aria-hidden="true"></i> Hide</button>`;
    }
    return html`<form class="row" @submit=${async (event: SubmitEvent) => {
      event.preventDefault();
      const reason = String(new FormData(event.target as HTMLFormElement).get("reason")).trim();
      if (reason) await act(reason);
      this.setHiding("");
    }}><label class="sr" for="why-${id}">${why}</label><input class="input" id="why-${id}" name="reason" maxlength="200" required placeholder=${why}>
      <button class="btn btn--tight btn--primary">Hide it</button><button type="button" class="btn btn--tight" @click=${() => this.setHiding("")}>Leave it</button></form>`;
  }

  private setHiding(id: string): void {
    this.hiding = id;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>(`#why-${CSS.escape(id)}`)?.focus());
  }

  private async approve(): Promise<void> {
    const seen = Math.max(
      1,
      ...this.room
        .sheetsOf(this.activity)
        .flatMap((id) => (this.room.sheet(id)?.entries() ?? []).map((entry) => entry.seq)),
    );
    const counts = (this.item()?.fields?.together_counts as { steps?: unknown[] } | undefined)?.steps;
    if (!counts && !(await this.run("review", { activity: this.activity, upto: seen }))) return;
    if (await this.run("set_screen", { mode: "shared", activity: this.activity }))
      this.done = "It is on the big screen now.";
    this.requestUpdate();
  }

  // --- the wall ---

  private wall(item: Item): TemplateResult {
    const columns =
      ((item.fields?.steps ?? []) as { columns: { key: string; label: string; tone: string }[] }[])[0]?.columns ?? [];
    const notes = this.notes ?? [];
    const all = [...notes, ...this.shown];
    return html`<div class="stack">${this.notes ? this.waiting(notes.length) : nothing}
      ${
        notes.length
          ? html`<p>${notes.length === 1 ? "1 note is" : `${notes.length} notes are`} here for review. They go up together, shuffled, without names. Their writers cannot change them any more.</p>
        <div class="row"><button class="btn btn--primary" aria-disabled=${this.ready ? nothing : "true"} @click=${() => this.ready && this.showBatch()}><i class="icon i-eye" aria-hidden="true"></i> Show these notes</button></div>
        ${notes.some((note) => note.held) ? html`<p class="hint">${this.ready ? "Some of them will be held back: with" : "With"} what you have hidden, fewer than five people’s notes may be left. Show a note again.</p>` : nothing}`
          : nothing
      }
      ${this.shown.some((note) => note.held) ? html`<div class="message tone-yellow"><i class="icon i-eye-off" aria-hidden="true"></i><div><strong>A batch is held back.</strong> With what you have hidden in it, fewer than five people’s notes may be left, so nobody else sees any of it. Show a note again to bring it back.</div></div>` : nothing}
      ${(all.length ? columns : []).map(
        (
          column,
        ) => html`<section class="board__col tone-${column.tone}"><div class="board__head"><h2>${column.label}</h2></div>
        <ul class="board__notes">${all
          .filter((note) => note.column === column.key)
          .map(
            (note) => html`<li class="note tone-${column.tone}"><p class="note__text">${note.text}</p>
          <div class="note__meta">${note.batch ? html`<span class="chip">${note.held ? "Held back" : "Shown"}</span>` : nothing}${note.hidden ? html`<span class="chip tone-pink">Hidden: ${note.hidden}</span>` : nothing}
          ${this.hideControls(note.id, note.hidden ?? "", async (reason) => {
            await this.run("hide_note", { id: note.id, reason });
            this.done = "";
            await this.load();
          })}</div></li>`,
          )}</ul></section>`,
      )}</div>`;
  }

  /** What is told of notes that wait: whether five people have some among them, and nothing else. */
  private waiting(here: number): TemplateResult {
    if (this.enough) {
      return html`<div class="message tone-green"><i class="icon i-users" aria-hidden="true"></i><div><strong>${here ? "Five more people" : "Five people"} or more have notes waiting.</strong> Collect them when everybody has finished.
        <cw-sure icon="i-download" label="Collect the notes" yes="Collect them" words="Their writers cannot change them or take them back after this, and what is written later waits until five people have written again." @cw-sure=${() => this.collect()}></cw-sure></div></div>`;
    }
    return html`<div class="message tone-yellow"><i class="icon i-users" aria-hidden="true"></i><div><strong>Fewer than five people have ${here ? "new " : ""}notes waiting.</strong> Notes come here from five people at once, so that nobody can tell whose a note is. Until then no count is given.
      <p class="row"><button class="btn btn--tight" @click=${() => this.load()}><i class="icon i-refresh-cw" aria-hidden="true"></i> Look again</button></p></div></div>`;
  }

  private async collect(): Promise<void> {
    if (await this.run("collect_notes", { activity: this.activity })) this.done = "The notes are here for review.";
    await this.load();
  }

  private async showBatch(): Promise<void> {
    if (await this.run("show_batch", { activity: this.activity })) {
      await this.run("set_screen", { mode: "wall", activity: this.activity });
      this.done = "The notes are on the big screen and on everybody’s device.";
    }
    await this.load();
  }
}
customElements.define("cw-review", CwReview);
