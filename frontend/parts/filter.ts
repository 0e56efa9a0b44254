/** Buttons that choose which notes are shown: by tag and by theme, each with how many there are. */

import { html, nothing, type TemplateResult } from "lit";
import { type Filter, filtered, type Noted, type NotesStep, themesOf } from "./tags";

/** What can be chosen: a filter, its words and how many notes it lets through; nothing that lets none through. */
function choices(
  step: NotesStep,
  notes: readonly Noted[],
): { filter: NonNullable<Filter>; label: string; n: number }[] {
  const tags = (step.tags ?? []).flatMap((list) =>
    list.options.map((option) => ({ filter: { key: list.key, value: option.key }, label: option.label })),
  );
  const themes = themesOf(notes).map(([theme]) => ({ filter: { key: "theme", value: theme }, label: `“${theme}”` }));
  return [...tags, ...themes]
    .map((one) => ({ ...one, n: filtered(step, notes, one.filter).length }))
    .filter((one) => one.n);
}

/** The buttons, or nothing while no note has a tag or a theme. */
export function filterButtons(
  step: NotesStep,
  notes: readonly Noted[],
  chosen: Filter,
  choose: (filter: Filter) => void,
): TemplateResult | typeof nothing {
  const found = choices(step, notes);
  if (!found.length && !chosen) return nothing;
  const on = (filter: Filter): boolean => filter?.key === chosen?.key && filter?.value === chosen?.value;
  return html`<div class="row filter" role="group" aria-label="Show notes"><span class="quiet small"><i class="icon i-funnel" aria-hidden="true"></i> Show</span>
    <button class="chip chip--button" aria-pressed=${on(null)} @click=${() => choose(null)}>All ${notes.length}</button>${found.map(
      (one) =>
        html`<button class="chip chip--button" aria-pressed=${on(one.filter)} @click=${() => choose(on(one.filter) ? null : one.filter)}>${one.label} ${one.n}</button>`,
    )}</div>`;
}
