/** Notes of several sides in columns, filtered by tag and theme, and how the sides tagged theirs. */

import { html, nothing, type TemplateResult } from "lit";
import { noteMarks } from "./note-marks";
import { of, type Side, words } from "./sides";
import { about, asked, type Filter, filtered, type NotesStep, type Tags, tagOf } from "./tags";
import { typedIn } from "./typed-in";

/** Each side's notes, those that the filter lets through. */
export function notesSides(step: NotesStep, sides: readonly Side[], filter: Filter): TemplateResult {
  return html`<div class="four">${sides.map((side) => {
    const notes = filtered(step, of(side, step.key), filter);
    return html`<section class="card stack"><h2>${side.name}</h2>${step.columns.map((column) => {
      const own = notes.filter((one) => words(one, "column") === column.key && words(one, "text").trim());
      if (filter && !own.length) return nothing;
      return html`<div class="board__col tone-${column.tone}"><div class="board__head"><h3>${column.label}</h3><span class="quiet">${own.length}</span></div><ul class="board__notes">${own.map((one) => html`<li class="note tone-${column.tone}"><p class="note__text">${words(one, "text")}</p><div class="note__meta">${noteMarks(step, one)}${typedIn(one)}</div></li>`)}</ul></div>`;
    })}${filter && !notes.length ? html`<p class="quiet">No note here has that.</p>` : nothing}</section>`;
  })}</div>`;
}

/** A table for each list of tags that somebody used: how many notes of each side have each tag. */
export function tagTables(step: NotesStep, sides: readonly Side[]): TemplateResult[] {
  const all = sides.flatMap((side) => of(side, step.key));
  return (step.tags ?? [])
    .filter((list) => asked(step, list, all).some((note) => tagOf(list, note)))
    .map((list) => tagTable(step, list, sides));
}

function tagTable(step: NotesStep, list: Tags, sides: readonly Side[]): TemplateResult {
  const all = sides.flatMap((side) => of(side, step.key));
  const { yes, of: total } = about(step, list, all);
  const row = (name: string, notes: Side["entries"]): TemplateResult => {
    const mine = asked(step, list, notes);
    return html`<tr><th scope="row">${name}</th>${list.options.map((option) => html`<td class="n">${mine.filter((one) => tagOf(list, one) === option).length}</td>`)}<td class="n">${mine.filter((one) => !tagOf(list, one)).length}</td></tr>`;
  };
  return html`<section class="card stack" aria-labelledby="tags-${list.key}"><div><h2 id="tags-${list.key}">${list.label}</h2>${list.about ? html`<p><strong>${list.about}: ${yes} of ${total}.</strong> ${list.question}</p>` : html`<p>${list.question}</p>`}</div>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="tags-${list.key}"><table class="table"><thead><tr><th scope="col">Notes</th>${list.options.map((option) => html`<th scope="col" class="n">${option.label}</th>`)}<th scope="col" class="n">Not tagged</th></tr></thead>
    <tbody>${sides.map((side) => row(side.name, of(side, step.key)))}${sides.length > 1 ? row("Together", all) : nothing}</tbody></table></div></section>`;
}
