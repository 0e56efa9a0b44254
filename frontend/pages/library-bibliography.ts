/** The bibliography: every source with the readings and resources that cite it, and every reading with its sources. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { type Library, type Reference, shelf } from "../parts/library";
import type { Room } from "../store/api";

export function bibliography(room: Room, library: Library): TemplateResult {
  const { readings, references } = library;
  return html`<p class="noprint"><a class="back" href=${shelf(room)}><i class="icon i-arrow-left" aria-hidden="true"></i> Library</a></p>
    <div class="pagehead"><div><h1>Bibliography</h1><p>${references.length} sources. What is quiet below one is what we know of the citation besides. See <a href=${shelf(room, "about-the-sources")}>about the sources</a>.</p></div></div>
    <section class="stack" aria-labelledby="all"><h2 id="all">Every source, and where it is cited</h2>
      <ul class="plainlist references">${references.map((one) => entry(room, library, one))}</ul></section>
    <section class="stack" aria-labelledby="each"><h2 id="each">Every reading, and what it cites</h2>
      ${readings
        .filter(({ sources }) => sources.length)
        .map(
          (reading) =>
            html`<details class="card fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${reading.title} <span class="chip">${reading.sources.length}</span></summary>
            <ul class="small references">${references.filter(({ key }) => reading.sources.includes(key)).map((one) => html`<li>${unsafeHTML(one.html)}</li>`)}</ul>
            <p><a href=${shelf(room, reading.key)}>Open this reading</a></p></details>`,
        )}</section>`;
}

/** A source; the address reference:<key> leads to it. */
function entry(room: Room, library: Library, reference: Reference): TemplateResult {
  const readings = library.readings.filter(({ sources }) => sources.includes(reference.key));
  const resources = library.resources.filter((one) => one.reference === reference.key);
  const links = [
    ...readings.map((one) => html`<a href=${shelf(room, one.key)}>${one.title}</a>`),
    ...resources.map((one) => html`<a href=${shelf(room, `resource:${one.key}`)}>Resource: ${one.title}</a>`),
  ];
  return html`<li id="reference-${reference.key}" tabindex="-1"><p>${unsafeHTML(reference.html)}</p>
    ${reference.note ? html`<p class="small quiet">${reference.note}</p>` : nothing}
    <p class="small">Cited in ${links.map((link, number) => html`${number ? "; " : ""}${link}`)}</p></li>`;
}
