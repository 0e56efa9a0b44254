/** Taking sentences of a scenario into a column, one press each; each becomes a note of its own that says from where. */

import { html, nothing, type TemplateResult } from "lit";
import { type Source, sourcesFor } from "../../../../frontend/parts/passages";
import { said } from "../../../../frontend/parts/tags";
import type { Entry, Room } from "../../../../frontend/store/api";
import type { Item } from "../../../../frontend/store/messages";

/** What can be taken, or nothing where there is no scenario. `take` gets the words and where they come from. */
export function taking(
  room: Room,
  activity: Item,
  notes: readonly Entry[],
  take: (words: string, from: string) => void,
): TemplateResult | typeof nothing {
  const sources = sourcesFor(room, activity);
  if (!sources.length) return nothing;
  return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Take from a scenario</summary><p class="small quiet">What you take becomes a note of its own here; the scenario stays as it is.</p>
    ${sources.map((source) => passages(source, notes, take))}</details>`;
}

function passages(
  source: Source,
  notes: readonly Entry[],
  take: (words: string, from: string) => void,
): TemplateResult {
  const taken = new Set(notes.filter((note) => said(note, "source") === source.from).map((note) => said(note, "text")));
  return html`<h3>${source.title}</h3><ul class="plainlist taking">${source.pieces.map(
    (piece) =>
      html`<li><span>${piece}</span><button class="btn btn--tight" aria-disabled=${taken.has(piece) ? "true" : nothing} aria-label="${taken.has(piece) ? "Taken" : "Take it"}: ${piece.slice(0, 60)}" @click=${() => !taken.has(piece) && take(piece, source.from)}>${taken.has(piece) ? "Taken" : "Take it"}</button></li>`,
  )}</ul>`;
}
