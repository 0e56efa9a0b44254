/** A reading: title, text, question to talk about, sources. The server made the HTML safe. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { BlockElement } from "../../../../frontend/parts/block-element";

interface Step {
  key: string;
  reading: string;
}
interface Reading {
  title: string;
  summary: string;
  html: string;
  question: string;
  sources: string[];
}
let readings: Promise<Record<string, Reading>> | null = null;

/** The room's readings, fetched once. */
function fetched(room: string): Promise<Record<string, Reading>> {
  readings ??= fetch(`/w/${room}/readings.json`)
    .then((answer) => answer.json())
    .then((found) => found.readings ?? {});
  return readings;
}

export class CwReading extends BlockElement<Step> {
  private reading: Reading | null = null;
  private failed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    fetched(this.room.id)
      .then((all) => {
        this.reading = all[this.step.reading] ?? null;
      })
      .catch(() => {
        readings = null;
        this.failed = true;
      })
      .finally(() => this.requestUpdate());
  }

  protected override render(): TemplateResult {
    if (!this.reading)
      return html`<p class="quiet">${this.failed ? "The reading could not be fetched. Open it again when you are connected." : "Opening the reading…"}</p>`;
    const { title, summary, question, sources } = this.reading;
    return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${title}</summary><article class="stack"><p class="lead">${summary}</p>${unsafeHTML(this.reading.html)}
      ${question ? html`<div class="message tone-blue"><i class="icon i-message-square" aria-hidden="true"></i><div><strong>To talk about:</strong> ${question}</div></div>` : nothing}
      ${sources.length ? html`<h3>Sources</h3><ul class="small">${sources.map((source) => html`<li>${source}</li>`)}</ul>` : nothing}</article></details>`;
  }
}
customElements.define("cw-reading", CwReading);
