/** The library's first page: find as you type over readings, resources and scenarios; everything while nothing is typed. */

import { html, nothing, type TemplateResult } from "lit";
import { say } from "../parts/block-element";
import { type Library, shelf } from "../parts/library";
import { RoomElement, text } from "../parts/room-element";
import { type Doc, type Found, Index, type Piece, plain } from "../parts/search";

const KINDS = { reading: "Reading", resource: "Resource", scenario: "Scenario" };
const WHERE = { title: "in the title", summary: "in the summary", text: "in the text" };
/** What was typed last in each room, so that coming back from a reading finds the same results. */
const typed = new Map<string, string>();

export class CwLibrarySearch extends RoomElement {
  static override properties = { ...RoomElement.properties, library: { attribute: false } };
  declare library: Library;
  private made: { docs: Doc[]; index: Index } | null = null;
  private speaking = 0;

  private get query(): string {
    return typed.get(this.room.id) ?? "";
  }

  /** All that can be found; made anew only when scenarios have come, since the rest never changes. */
  private all(): { docs: Doc[]; index: Index } {
    const { readings, resources } = this.library;
    const count = readings.length + resources.length + this.room.items("room", "scenario").length;
    if (this.made?.docs.length === count) return this.made;
    const docs = this.docs();
    this.made = { docs, index: new Index(docs) };
    return this.made;
  }

  private docs(): Doc[] {
    const { readings, resources } = this.library;
    const scenarios = this.room.items("room", "scenario");
    return [
      ...readings.map(
        ({ key, title, code, summary, html, question, diagrams }): Doc => ({
          kind: "reading",
          key,
          title,
          label: code,
          summary,
          text: [plain(html), question, ...diagrams.map(({ description }) => description)].join(" "),
        }),
      ),
      ...resources.map(
        ({ key, title, kind, publisher, who_for, offers, note }): Doc => ({
          kind: "resource",
          key: `resource:${key}`,
          title,
          label: kind,
          summary: offers,
          text: [who_for, publisher, note].join(" "),
        }),
      ),
      ...scenarios.map((one): Doc => {
        const steps = Object.values((one.fields?.steps ?? {}) as Record<string, string>);
        const title = `${text(one, "key")}: ${text(one, "title")}`;
        return {
          kind: "scenario",
          key: `scenario:${text(one, "key")}`,
          title,
          label: text(one, "theme"),
          summary: steps[1] ?? "",
          text: steps.join(" "),
        };
      }),
    ];
  }

  private type(words: string): void {
    typed.set(this.room.id, words);
    this.requestUpdate();
    window.clearTimeout(this.speaking);
    this.speaking = window.setTimeout(() => say(this.query ? this.counted(this.found()) : ""), 600);
  }

  private found(): Found[] {
    return this.all().index.search(this.query);
  }

  private counted(found: Found[]): string {
    if (!found.length) return "Nothing found";
    return found.length === 1 ? "1 found" : `${found.length} found`;
  }

  /** Arrow keys travel from the field through what was found and back; Escape empties the field. */
  private travel(event: KeyboardEvent): void {
    const field = this.querySelector<HTMLInputElement>("#find");
    const stops = [field, ...this.querySelectorAll<HTMLElement>(".found a.found__link")];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && this.query) {
      event.preventDefault();
      this.type("");
      field?.focus();
    } else if (step && at >= 0) {
      event.preventDefault();
      stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
    }
  }

  protected override render(): TemplateResult {
    const found = this.query.trim() ? this.found() : null;
    return html`<div class="pagehead"><div><h1>Library</h1><p>What this workshop rests on, to read now or later. It opens without a network once it has been open.</p></div></div>
      <div class="stack" @keydown=${(event: KeyboardEvent) => this.travel(event)}>
        <search><div class="field"><label for="find">Find in readings, resources and scenarios</label>
          <input class="input" id="find" type="search" autocomplete="off" spellcheck="false" .value=${this.query}
            @input=${(event: Event) => this.type((event.target as HTMLInputElement).value)}>
          <span class="hint">${found ? this.counted(found) : "Begin to type; beginnings of words are enough."}</span></div></search>
        ${found ? this.results(found) : this.everything()}
      </div>`;
  }

  private results(found: Found[]): TemplateResult {
    if (!found.length)
      return html`<div class="empty"><strong>Nothing has all of these words.</strong> Try fewer, or only the beginning of one.</div>`;
    return html`<ul class="plainlist found">${found.map(
      ({ doc, where, title, excerpt }) =>
        html`<li><a class="found__link" href=${shelf(this.room, doc.key)}>${marked(title)}</a>
          <span class="small quiet">${KINDS[doc.kind]}, found ${WHERE[where]}</span><p class="small">${marked(excerpt)}</p></li>`,
    )}</ul>`;
  }

  private everything(): TemplateResult {
    const { docs } = this.all();
    const of = (kind: Doc["kind"]): Doc[] => docs.filter((doc) => doc.kind === kind);
    return html`<nav class="row" aria-label="More in the library"><a class="btn" href=${shelf(this.room, "bibliography")}><i class="icon i-book-open" aria-hidden="true"></i> Bibliography</a>
        <a class="btn" href=${shelf(this.room, "resources")}><i class="icon i-list-checks" aria-hidden="true"></i> Resources: ${this.library.resources.length}</a></nav>
      ${this.group("Readings", of("reading"))} ${this.group("Sample scenarios", of("scenario"))}`;
  }

  private group(title: string, docs: Doc[]): TemplateResult | typeof nothing {
    if (!docs.length) return nothing;
    return html`<section class="stack" aria-label=${title}><h2>${title}</h2><ul class="plainlist found found--all">${docs.map(
      (doc) =>
        html`<li><a class="found__link" href=${shelf(this.room, doc.key)}>${doc.title}</a>${doc.label ? html`<span class="chip">${doc.label}</span>` : nothing}<p class="small">${doc.kind === "scenario" ? nothing : doc.summary}</p></li>`,
    )}</ul></section>`;
  }
}
customElements.define("cw-library-search", CwLibrarySearch);

const marked = (pieces: Piece[]): (TemplateResult | string)[] =>
  pieces.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text));
