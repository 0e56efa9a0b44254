/** Passages and tables of several sides: prompt by prompt, row by row. */

import { html, nothing, type TemplateResult } from "lit";
import { type AnyStep, type Brought, of, type Side, words } from "./sides";
import { typedIn } from "./typed-in";

const marked = (rows: readonly Brought[]): boolean => rows.some((one) => one.proxy);

/** Under each prompt what every side wrote. */
export function promptSides(step: AnyStep, sides: readonly Side[]): TemplateResult {
  return html`<section class="stack" aria-label=${step.title}>${(step.prompts ?? []).map((prompt) => {
    const written = sides
      .map((side) => ({ side, passages: passages(side, step, prompt.key) }))
      .filter((one) => one.passages.length);
    if (!written.length) return nothing;
    return html`<div class="card stack"><h2>${prompt.label}</h2><div class="four">${written.map(({ side, passages }) => html`<div><h3>${side.name}</h3>${passages.map((one) => html`<p class="prewrap">${words(one, "text")}</p>${typedIn(one)}`)}</div>`)}</div></div>`;
  })}</section>`;
}

const passages = (side: Side, step: AnyStep, prompt: string): Brought[] =>
  of(side, step.key).filter((one) => words(one, "prompt") === prompt && words(one, "text").trim());

/** A table for each side, empty rows left out. */
export function tableSides(step: AnyStep, sides: readonly Side[]): TemplateResult {
  const columns = step.columns ?? [];
  const rows = new Map((step.rows ?? []).map((row) => [row.key, row.label]));
  const cell = (one: Brought, key: string): string => {
    const value = one.fields[key];
    return Array.isArray(value) ? value.join(", ") : String(value ?? "");
  };
  return html`<section class="stack" aria-label=${step.title}>${sides.map((side, at) => {
    const filled = of(side, step.key).filter((one) => columns.some((column) => cell(one, column.key).trim()));
    if (!filled.length) return nothing;
    return html`<div class="card stack"><h2 id="t-${step.key}-${at}">${side.name}: ${step.title}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="t-${step.key}-${at}"><table class="table"><thead><tr>${rows.size ? html`<th scope="col">Row</th>` : nothing}${columns.map((column) => html`<th scope="col">${column.label}</th>`)}${marked(filled) ? html`<th scope="col">From paper</th>` : nothing}</tr></thead>
      <tbody>${filled.map((one) => html`<tr>${rows.size ? html`<th scope="row">${rows.get(words(one, "row")) ?? ""}</th>` : nothing}${columns.map((column) => html`<td>${cell(one, column.key)}</td>`)}${marked(filled) ? html`<td>${typedIn(one)}</td>` : nothing}</tr>`)}</tbody></table></div></div>`;
  })}</section>`;
}
