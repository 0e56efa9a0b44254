/** One reading, or one sample scenario, as a page to read. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { type Diagram, type Library, type Reading, shelf } from "../parts/library";
import { text } from "../parts/room-element";
import { addressOf } from "../parts/routes";
import { plain } from "../parts/search";
import type { Room } from "../store/api";
import type { Item } from "../store/messages";

/** A reading: its summary, text and diagrams, a question to talk about, the tools that use it, what is related, its sources. */
export function readingPage(room: Room, library: Library, reading: Reading): TemplateResult {
  const { title, code, summary, question, diagrams } = reading;
  return html`${back(room)}<div class="pagehead"><div><h1>${title}</h1><p class="lead">${summary}</p></div>${code ? html`<span class="chip">${code}</span>` : nothing}</div>
    <div class="reading">${diagrams.length ? html`<div class="reading__drawings stack">${diagrams.map(drawn)}</div>` : nothing}
      <article class="prose">${unsafeHTML(reading.html)}
        ${question ? html`<div class="message tone-blue"><i class="icon i-message-square" aria-hidden="true"></i><div><strong>To talk about:</strong> ${question}</div></div>` : nothing}</article>
      <aside class="reading__more" aria-label="Beside the text">${tools(room, reading)} ${related(room, library, reading)} ${sources(room, library, reading)}</aside></div>`;
}

const back = (room: Room): TemplateResult =>
  html`<p class="noprint"><a class="back" href=${shelf(room)}><i class="icon i-arrow-left" aria-hidden="true"></i> Library</a></p>`;

/** A diagram, and all that it shows in words for whoever would rather read. */
function drawn(diagram: Diagram): TemplateResult {
  return html`<figure class="diagram card">${unsafeHTML(diagram.svg)}<figcaption class="small"><strong>${diagram.title}</strong>
    <details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> The drawing in words</summary><p>${diagram.description}</p></details></figcaption></figure>`;
}

function tools(room: Room, reading: Reading): TemplateResult | typeof nothing {
  const all = room.items("room", "activity");
  const found = reading.tools.flatMap((key) => all.find((one) => one.id === key) ?? []);
  if (!found.length) return nothing;
  return html`<section aria-labelledby="tools"><h2 id="tools">Use it in</h2><ul class="plainlist sheetlist">${found.map((one) => html`<li><a href=${addressOf(room, one)}>${text(one, "title")}</a></li>`)}</ul></section>`;
}

function related(room: Room, library: Library, reading: Reading): TemplateResult | typeof nothing {
  const found = reading.related.flatMap((key) => library.readings.find((one) => one.key === key) ?? []);
  if (!found.length) return nothing;
  return html`<section aria-labelledby="related"><h2 id="related">Read next</h2><ul class="plainlist sheetlist">${found.map((one) => html`<li><a href=${shelf(room, one.key)}>${one.title}</a></li>`)}</ul></section>`;
}

/** Sources as they are cited, each leading to its place in the bibliography. Rooms of earlier versions keep them as text. */
function sources(room: Room, library: Library, reading: Reading): TemplateResult | typeof nothing {
  if (!reading.sources.length) return nothing;
  const known = new Map(library.references.map((one) => [one.key, one]));
  const cited = library.references.filter(({ key }) => reading.sources.includes(key));
  const others = reading.sources.filter((key) => !known.has(key));
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small references">${cited.map(
    (one) =>
      html`<li>${unsafeHTML(one.html)} <a href=${shelf(room, `reference:${one.key}`)} >In the bibliography<span class="sr">: ${plain(one.html)}</span></a></li>`,
  )}${others.map((words) => html`<li>${words}</li>`)}</ul></section>`;
}

/** A sample scenario along the steps of the framework. */
export function scenarioPage(room: Room, scenario: Item): TemplateResult {
  const framework = room.items("room", "activity").find((one) => one.id === "w6");
  const steps = (framework?.fields?.steps ?? []) as { prompts?: { key: string; label: string }[] }[];
  const prompts = steps.flatMap((step) => step.prompts ?? []);
  const words = (scenario.fields?.steps ?? {}) as Record<string, string>;
  const labels = new Map(prompts.map(({ key, label }) => [key, label]));
  const keys = prompts.length ? prompts.map(({ key }) => key) : Object.keys(words);
  return html`${back(room)}<div class="pagehead"><div><h1>${text(scenario, "key")}: ${text(scenario, "title")}</h1><p>A sample scenario to think with.</p></div>${text(scenario, "theme") ? html`<span class="chip">${text(scenario, "theme")}</span>` : nothing}</div>
    <dl class="stack prose">${keys.filter((key) => words[key]).map((key) => html`<div><dt class="strong">${labels.get(key) ?? key}</dt><dd class="prewrap">${words[key]}</dd></div>`)}</dl>`;
}
