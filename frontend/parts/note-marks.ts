/** What a note carries, as small marks: its tags, its theme, that it goes to the meeting, where it was taken from. */

import { html, nothing, type TemplateResult } from "lit";
import { CHOSEN } from "./agenda";
import { type Noted, type NotesStep, said, tagOf, tagsFor } from "./tags";

export function noteMarks(step: NotesStep, note: Noted): TemplateResult {
  const tags = tagsFor(step, note).flatMap((list) => tagOf(list, note) ?? []);
  const theme = said(note, "theme");
  const column = step.columns.find((one) => one.key === said(note, "column"));
  const chosen = column?.agenda && said(note, "agenda") === CHOSEN;
  const mark = (icon: string, words: string): TemplateResult =>
    html`<span class="chip"><i class="icon ${icon}" aria-hidden="true"></i> ${words}</span>`;
  return html`${tags.map((tag) => html`<span class="chip">${tag.label}</span>`)}${theme ? mark("i-layers", theme) : nothing}${chosen ? mark("i-list-checks", "For the meeting") : nothing}${said(note, "source") ? html`<span>From ${said(note, "source")}</span>` : nothing}`;
}
