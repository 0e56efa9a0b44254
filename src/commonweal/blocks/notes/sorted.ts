/** The board sorted another way: by the tags of a list, with what the list asks, or by theme. */

import { html, nothing, type TemplateResult } from "lit";
import { about, asked, type NotesStep, said, type Tags, tagOf, themesOf } from "../../../../frontend/parts/tags";
import type { Entry } from "../../../../frontend/store/api";

/** How a sorted view draws a note, and what may be done from it. */
export interface View {
  writable: boolean;
  /** `among` are the notes of the same list, which has one tab stop; `more` stands below the words. */
  note(entry: Entry, among: readonly Entry[], more?: TemplateResult): TemplateResult;
  tag(entry: Entry, list: Tags, tag: string): void;
  rename(theme: string, name: string): void;
  /** The theme that is being renamed, and starting or ending that. */
  renaming: string;
  setRenaming(theme: string): void;
}

const count = (n: number): string => `${n} ${n === 1 ? "note" : "notes"}`;

function box(
  id: string,
  title: string,
  notes: readonly Entry[],
  more: TemplateResult | typeof nothing,
  view: View,
): TemplateResult {
  return html`<section class="board__col tone-plain" aria-labelledby="s-${id}"><div class="board__head"><h3 id="s-${id}">${title}</h3><span class="quiet">${count(notes.length)}</span></div>${more}
    ${notes.length ? html`<ul class="board__notes">${notes.map((entry) => view.note(entry, notes))}</ul>` : nothing}</section>`;
}

/** The notes that a list is asked of, by their tag. Whoever has none yet can be tagged with one press. */
export function byTag(step: NotesStep, list: Tags, all: readonly Entry[], view: View): TemplateResult {
  const notes = asked(step, list, all);
  const { yes, of, left } = about(step, list, notes);
  const rest = notes.filter((entry) => !tagOf(list, entry));
  return html`<section class="stack" aria-labelledby="sorted"><div><h2 id="sorted">${list.question || list.label}</h2>
      <p>${list.about ? html`<strong>${list.about}: ${yes} of ${of}.</strong> ` : nothing}${left ? `${left} of ${of} not tagged yet.` : nothing}</p>${list.source ? html`<p class="small quiet">${list.source}</p>` : nothing}</div>
    <div class="board board--sorted">${list.options.map((option) =>
      box(
        option.key,
        option.label,
        notes.filter((entry) => tagOf(list, entry) === option),
        html`<p class="small">${option.explanation}</p>`,
        view,
      ),
    )}${rest.length ? untagged(list, rest, view) : nothing}</div></section>`;
}

function untagged(list: Tags, rest: readonly Entry[], view: View): TemplateResult {
  return html`<section class="board__col tone-plain board__col--wide" aria-labelledby="s-rest"><div class="board__head"><h3 id="s-rest">Not tagged yet</h3><span class="quiet">${count(rest.length)}</span></div>
    <ul class="board__notes">${rest.map((entry) => view.note(entry, rest, view.writable ? quick(list, entry, view) : undefined))}</ul></section>`;
}

/** The tags as buttons: one press each. */
function quick(list: Tags, entry: Entry, view: View): TemplateResult {
  return html`<div class="row" role="group" aria-label="${list.label} of note: ${said(entry, "text").slice(0, 40)}">${list.options.map((option) => html`<button class="btn btn--tight" @click=${() => view.tag(entry, list, option.key)}>${option.label}</button>`)}</div>`;
}

/** The notes by theme; a theme is renamed on all its notes at once. */
export function byTheme(all: readonly Entry[], view: View): TemplateResult {
  const rest = all.filter((entry) => !said(entry, "theme"));
  const themes = themesOf(all);
  return html`<section class="stack" aria-labelledby="sorted"><div><h2 id="sorted">Themes</h2><p>${themes.length ? "A theme is a name that someone in the group gave. Any note can be moved to another, or out of it." : "No themes yet. Put a note into one from its menu, or look for some."}</p></div>
    <div class="board board--sorted">${themes.map(([theme, notes], at) => box(`t${at}`, theme, notes, view.writable ? renamer(theme, at, view) : nothing, view))}
    ${rest.length ? html`<div class="board__col--wide">${box("none", "In no theme", rest, nothing, view)}</div>` : nothing}</div></section>`;
}

function renamer(theme: string, at: number, view: View): TemplateResult {
  if (view.renaming !== theme)
    return html`<div><button class="btn btn--tight" data-rename=${theme} aria-label="Rename the theme ${theme}" @click=${() => view.setRenaming(theme)}><i class="icon i-pencil" aria-hidden="true"></i> Rename</button></div>`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get("name"))
      .replace(/\s+/g, " ")
      .trim();
    if (name) view.rename(theme, name);
  };
  return html`<form class="stack" @submit=${submit} @keydown=${(event: KeyboardEvent) => event.key === "Escape" && view.setRenaming("")}><label for="rename-${at}">New name for “${theme}”</label><input class="input" id="rename-${at}" name="name" maxlength="60" required autocomplete="off" .value=${theme}>
    <div class="row"><button class="btn btn--primary btn--tight">Rename it</button><button type="button" class="btn btn--tight" @click=${() => view.setRenaming("")}>Leave it</button></div></form>`;
}
