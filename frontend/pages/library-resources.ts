/** The directory of resources: who each is for and what it offers, by kind and by theme. */

import { html, nothing, type TemplateResult } from "lit";
import { say } from "../parts/block-element";
import { type Library, type Resource, shelf } from "../parts/library";
import { RoomElement } from "../parts/room-element";

export class CwLibraryResources extends RoomElement {
  static override properties = { ...RoomElement.properties, library: { attribute: false } };
  declare library: Library;
  private kind = "";
  private theme = "";

  private shown(): Resource[] {
    const fits = (one: Resource): boolean =>
      (!this.kind || one.kind === this.kind) && (!this.theme || one.themes.includes(this.theme));
    return this.library.resources.filter(fits);
  }

  private counted(): string {
    const shown = this.shown().length;
    return shown === this.library.resources.length ? `All ${shown}` : `${shown} of ${this.library.resources.length}`;
  }

  private choose(what: "kind" | "theme", event: Event): void {
    this[what] = (event.target as HTMLSelectElement).value;
    this.requestUpdate();
    say(`${this.counted()} shown`);
  }

  protected override render(): TemplateResult {
    const { room, library } = this;
    const kinds = [...new Set(library.resources.map((one) => one.kind))];
    const themes = library.readings.filter(({ key }) => library.resources.some((one) => one.themes.includes(key)));
    return html`<p class="noprint"><a class="back" href=${shelf(room)}><i class="icon i-arrow-left" aria-hidden="true"></i> Library</a></p>
      <div class="pagehead"><div><h1>Resources</h1><p>Toolkits and further reading by others: who each is for, what it offers, and how to find it. See <a href=${shelf(room, "resources-guide")}>the guide to them</a>.</p></div></div>
      <div class="row row--fields noprint">
        <div class="field"><label for="kind">Kind</label><select class="select" id="kind" @change=${(event: Event) => this.choose("kind", event)}><option value="">Every kind</option>${kinds.map((one) => html`<option value=${one}>${capital(one)}</option>`)}</select></div>
        <div class="field"><label for="theme">Theme</label><select class="select" id="theme" @change=${(event: Event) => this.choose("theme", event)}><option value="">Every theme</option>${themes.map((one) => html`<option value=${one.key}>${one.title}</option>`)}</select></div>
        <p class="small quiet">${this.counted()}</p></div>
      <div class="cards cards--two">${this.shown().map((one) => this.card(one))}</div>
      ${this.shown().length ? nothing : html`<div class="empty"><strong>None is of this kind and on this theme.</strong> Choose every kind, or every theme.</div>`}`;
  }

  private card(one: Resource): TemplateResult {
    const { room, library } = this;
    const themes = library.readings.filter(({ key }) => one.themes.includes(key));
    const cited = one.reference
      ? html`<a href=${shelf(room, `reference:${one.reference}`)}>In the bibliography<span class="sr">: ${one.title}</span></a>`
      : nothing;
    return html`<article class="card stack resource" id="resource-${one.key}" tabindex="-1" aria-labelledby="name-${one.key}">
      <div><h2 id="name-${one.key}">${one.title}</h2><p class="small quiet">${[one.publisher, one.year].filter(Boolean).join(", ")}</p></div>
      <p><span class="chip">${capital(one.kind)}</span></p>
      <dl><div><dt>Who it is for</dt><dd>${one.who_for}</dd></div><div><dt>What it offers</dt><dd>${one.offers}</dd></div>${one.note ? html`<div><dt>How to find it</dt><dd>${one.note}</dd></div>` : nothing}</dl>
      <p class="small">${themes.length ? html`Goes with ${themes.map((reading, number) => html`${number ? "; " : ""}<a href=${shelf(room, reading.key)}>${reading.title}</a>`)}. ` : nothing}${cited}</p></article>`;
  }
}
customElements.define("cw-library-resources", CwLibraryResources);

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
