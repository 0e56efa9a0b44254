/** Help with sorting, beside a board: themes that the computer suggests, and what has no tag yet. */

import { html, nothing, type TemplateResult } from "lit";
import { chosenChallenges } from "../../../../frontend/parts/agenda";
import { RoomElement } from "../../../../frontend/parts/room-element";
import { say } from "../../../../frontend/parts/say";
import { about, type NotesStep, said } from "../../../../frontend/parts/tags";
import {
  dismissed,
  type Group,
  keepDismissed,
  type More,
  nameFrom,
  offered,
  type Suggested,
  suggestions,
} from "../../../../frontend/parts/themes";
import type { Entry, Sheet } from "../../../../frontend/store/api";

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
const inWords = (n: number): string => COUNTS[n] ?? String(n);
const MARK = html`<span class="chip">Suggested by the computer</span>`;

/** Puts notes into a theme; the board does it, so that it can be undone. */
export type PutIntoTheme = (ids: readonly string[], theme: string) => void;

export class CwSorting extends RoomElement {
  static override properties = {
    ...RoomElement.properties,
    sheetId: {},
    step: { attribute: false },
    put: { attribute: false },
  };
  declare sheetId: string;
  declare step: NotesStep;
  declare put: PutIntoTheme;
  private found: Suggested | null = null;
  private looking = false;
  /** The notes, joined, of the group that is being looked at. */
  private open = "";
  /** True from an acceptance until the server has it and was asked again. */
  private stale = false;

  private get sheet(): Sheet | null {
    return this.room.sheet(this.sheetId);
  }

  private notes(): Entry[] {
    return this.sheet?.entries(this.step.key) ?? [];
  }

  protected override updated(): void {
    if (this.stale && !this.looking && this.sheet?.saving === "saved") void this.look();
  }

  protected override render(): TemplateResult {
    return html`<aside class="stack" aria-label="Help with sorting">${this.step.themes ? this.themes() : nothing}${(this.step.tags ?? []).length ? this.toTag() : nothing}${this.meeting()}</aside>`;
  }

  // --- themes ---

  private themes(): TemplateResult {
    const words = new Map(this.notes().map((note) => [note.id, said(note, "text")]));
    const free = new Set(this.notes().flatMap((note) => (said(note, "theme") ? [] : [note.id])));
    const now = this.found && offered(this.found, free, dismissed(this.room.id, this.sheetId));
    const none = now && !now.groups.length && !now.more.length;
    return html`<section class="card card--tight stack" aria-labelledby="might"><h2 id="might">Themes you might see</h2>
      ${now ? nothing : html`<p class="small">The computer can look for notes that are alike. Nothing moves until someone in the group says so.</p>`}
      ${none ? html`<p class="small">No three notes are enough alike. You may see what the computer cannot.</p>` : nothing}
      ${now?.groups.map((group) => this.group(group, words))}${now?.more.map((one) => this.one(one, words))}
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <div class="row"><button class="btn btn--tight" data-look aria-busy=${this.looking ? "true" : nothing} @click=${() => this.look()}><i class="icon i-layers" aria-hidden="true"></i> ${this.found ? "Look again" : "Look for themes"}</button></div></section>`;
  }

  private group(group: Group, words: ReadonlyMap<string, string>): TemplateResult {
    const key = group.notes.join();
    const title = nameFrom(group.words);
    return html`<div class="card card--well card--tight stack suggestion" role="group" aria-label="Suggested theme: ${title}"><p class="small">${inWords(group.notes.length)} notes ${this.found?.by === "meaning" ? "may mean something like" : "share words such as"} “${group.words[0]}”. Nothing moves until someone in the group says so.</p><strong>“${title}”</strong>${MARK}
      ${
        this.open === key
          ? this.chooser(group, words, title)
          : html`<span class="small quiet">${group.notes.map((id) => words.get(id) ?? "").join(" · ")}</span>
      <div class="row"><button class="btn btn--tight" aria-label="Look at ${title}" @click=${() => this.show(key)}>Look</button><button class="btn btn--quiet btn--tight" aria-label="Not a theme: ${title}" @click=${() => this.dismissGroup(group)}>Not a theme</button></div>`
      }</div>`;
  }

  private chooser(group: Group, words: ReadonlyMap<string, string>, title: string): TemplateResult {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      const name = String(data.get("name")).replace(/\s+/g, " ").trim();
      const ids = data.getAll("note").map(String);
      if (name && ids.length) this.accept(ids, name);
    };
    return html`<form class="stack" @submit=${submit} @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.show("")}><div class="field"><label for="theme-name">Name of the theme</label><input class="input" id="theme-name" name="name" maxlength="60" required autocomplete="off" .value=${title}></div>
      <fieldset class="plain"><legend class="sr">Notes in it</legend>${group.notes.map((id) => html`<label class="choice small"><input type="checkbox" name="note" value=${id} checked> ${words.get(id)}</label>`)}</fieldset>
      <div class="row"><button class="btn btn--primary btn--tight">Make it a theme</button><button type="button" class="btn btn--tight" @click=${() => this.show("")}>Leave it</button></div></form>`;
  }

  private one(more: More, words: ReadonlyMap<string, string>): TemplateResult {
    const text = words.get(more.note) ?? "";
    const no = (): void => {
      const said_ = dismissed(this.room.id, this.sheetId);
      keepDismissed(this.room.id, this.sheetId, { ...said_, more: [...said_.more, [more.theme, more.note]] });
      this.back("Left where it is");
    };
    return html`<div class="card card--well card--tight stack suggestion" role="group" aria-label="More for ${more.theme}: ${text.slice(0, 40)}"><p class="small">Might belong to <strong>“${more.theme}”</strong>, ${more.near ? "very" : "rather"} like its notes:</p><strong>${text}</strong>${MARK}
      <div class="row"><button class="btn btn--tight" @click=${() => this.accept([more.note], more.theme)}>Put it there</button><button class="btn btn--quiet btn--tight" @click=${no}>Not this one</button></div></div>`;
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.stale = false;
    this.problem = "";
    this.requestUpdate();
    try {
      const first = !this.found;
      this.found = await suggestions(this.room.id, this.sheetId, this.step.key);
      if (first) say(this.found.groups.length ? "Suggestions are here. Nothing was moved" : "No themes found");
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.looking = false;
    this.requestUpdate();
  }

  private show(key: string): void {
    this.open = key;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(key ? "#theme-name" : "[data-look]")?.focus());
  }

  private accept(ids: readonly string[], theme: string): void {
    this.open = "";
    this.put(ids, theme);
    this.stale = true;
    this.back("");
  }

  private dismissGroup(group: Group): void {
    const no = dismissed(this.room.id, this.sheetId);
    keepDismissed(this.room.id, this.sheetId, { ...no, groups: [...no.groups, group.notes] });
    this.back("Not a theme. It is not suggested again on this device");
  }

  /** Draws again and takes the focus to what stays. */
  private back(words: string): void {
    if (words) say(words);
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[data-look]")?.focus());
  }

  // --- tags and the meeting ---

  private toTag(): TemplateResult | typeof nothing {
    const rows = (this.step.tags ?? []).map((list) => ({ list, ...about(this.step, list, this.notes()) }));
    if (rows.every(({ of }) => of === 0)) return nothing;
    return html`<section class="card card--tight stack" aria-labelledby="totag"><h2 id="totag">Still to tag</h2>${rows.map(
      ({ list, yes, of, left }) =>
        html`<p class="small">${left ? html`<strong>${left} of ${of}</strong> have no ${list.label.toLowerCase()}. ${list.question}` : html`<strong>${list.label}:</strong> all ${of} tagged.`}${list.about && of > left ? html` ${list.about}: <strong>${yes} of ${of}</strong>.` : nothing}</p>`,
    )}</section>`;
  }

  private meeting(): TemplateResult | typeof nothing {
    const from = this.step.columns.filter((column) => column.agenda).map((column) => column.label);
    if (!from.length) return nothing;
    const n = chosenChallenges(this.room).length;
    return html`<section class="card card--tight stack" aria-labelledby="tomeet"><h2 id="tomeet">For the meeting</h2><p class="small">${n ? html`<strong>${n}</strong> chosen. At the meeting your group can put ${n === 1 ? "it" : "them"} on the agenda.` : `Nothing chosen yet. “Take this to the meeting” is in the menu of each note under ${from.join(" or ")}.`}</p></section>`;
  }
}
customElements.define("cw-sorting", CwSorting);
