/** A note's menu: moving, a theme, tags, the meeting, editing, deleting; the lists of tags open within it. */

import { html, nothing, type TemplateResult } from "lit";
import { CHOSEN } from "../../../../frontend/parts/agenda";
import {
  type Column,
  type NotesStep,
  said,
  type Tags,
  tagOf,
  tagsFor,
  themesOf,
} from "../../../../frontend/parts/tags";
import type { Entry } from "../../../../frontend/store/api";

/** What the menu asks the board to do. */
export interface Acts {
  open(panel: string): void;
  close(): void;
  move(column: string): void;
  shift(step: number): void;
  tag(list: Tags, tag: string): void;
  theme(name: string): void;
  agenda(on: boolean): void;
  edit(): void;
  remove(): void;
}

const icon = (name: string): TemplateResult => html`<i class="icon ${name}" aria-hidden="true"></i>`;

/** The menu of a note, or the panel that is open in it: "theme", or the key of a list of tags. */
export function noteMenu(
  step: NotesStep,
  entry: Entry,
  all: readonly Entry[],
  panel: string,
  acts: Acts,
): TemplateResult {
  const list = tagsFor(step, entry).find((one) => one.key === panel);
  const body =
    panel === "theme" ? themePanel(entry, all, acts) : list ? tagMenu(list, entry, acts) : mainMenu(step, entry, acts);
  return html`<div class="scrim on-phone" @click=${() => acts.close()}></div>${body}`;
}

function menu(label: string, acts: Acts, back: () => void, body: TemplateResult): TemplateResult {
  return html`<div class="menu menu--note" role="menu" aria-label=${label} @keydown=${(event: KeyboardEvent) => travel(event, acts, back)}>${body}</div>`;
}

/** Arrow keys go round the items, Escape goes back one step. */
function travel(event: KeyboardEvent, acts: Acts, back: () => void): void {
  event.stopPropagation();
  if (event.key === "Tab") acts.close();
  if (event.key === "Escape") back();
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

function mainMenu(step: NotesStep, entry: Entry, acts: Acts): TemplateResult {
  const words = said(entry, "text").slice(0, 40);
  const here = step.columns.findIndex((column) => column.key === entry.fields.column);
  const item = (name: string, label: string, run: () => void): TemplateResult =>
    html`<button role="menuitem" @click=${run}>${icon(name)} ${label}</button>`;
  const moves = step.columns.map((column, at) =>
    at === here
      ? nothing
      : item(at < here ? "i-arrow-left" : "i-arrow-right", `To ${column.label}`, () => acts.move(column.key)),
  );
  const lists = tagsFor(step, entry);
  return menu(
    `Actions for note: ${words}`,
    acts,
    () => acts.close(),
    html`<div class="menu__head">Move</div>${moves}${item("i-chevron-up", "Up", () => acts.shift(-1))}${item("i-chevron-down", "Down", () => acts.shift(1))}
    ${step.themes ? item("i-layers", said(entry, "theme") ? `Theme: ${said(entry, "theme")}` : "Into a theme…", () => acts.open("theme")) : nothing}<hr>
    ${lists.length ? html`<div class="menu__head">Tag</div>${lists.map((list) => html`<button role="menuitem" aria-haspopup="menu" @click=${() => acts.open(list.key)}>${icon("i-tag")} ${list.label}: ${tagOf(list, entry)?.label ?? "not set"}</button>`)}<hr>` : nothing}
    ${takesToMeeting(step, entry) ? html`<button role="menuitemcheckbox" aria-checked=${isChosen(entry)} @click=${() => acts.agenda(!isChosen(entry))}>${icon("i-list-checks")} ${isChosen(entry) ? "Not to the meeting after all" : "Take this to the meeting"}</button>` : nothing}
    ${item("i-pencil", "Edit", () => acts.edit())}${item("i-trash-2", "Delete", () => acts.remove())}${item("i-x", "Close", () => acts.close())}`,
  );
}

const columnOf = (step: NotesStep, entry: Entry): Column | undefined =>
  step.columns.find((column) => column.key === entry.fields.column);
const takesToMeeting = (step: NotesStep, entry: Entry): boolean => columnOf(step, entry)?.agenda ?? false;
const isChosen = (entry: Entry): boolean => said(entry, "agenda") === CHOSEN;

/** The tags of a list, each with its line of explanation. */
function tagMenu(list: Tags, entry: Entry, acts: Acts): TemplateResult {
  const now = tagOf(list, entry);
  const choice = (key: string, label: string, explanation: string): TemplateResult =>
    html`<button role="menuitemradio" aria-checked=${(now?.key ?? "") === key} @click=${() => acts.tag(list, key)}>${icon((now?.key ?? "") === key ? "i-check" : "i-tag")}<span>${label}${explanation ? html`<small>${explanation}</small>` : nothing}</span></button>`;
  return menu(
    `${list.label} of note: ${said(entry, "text").slice(0, 40)}`,
    acts,
    () => acts.open(""),
    html`<div class="menu__head">${list.question || list.label}</div>${list.options.map((option) => choice(option.key, option.label, option.explanation))}${choice("", "Not set", "")}<hr>
    <button role="menuitem" @click=${() => acts.open("")}>${icon("i-arrow-left")} Back</button>`,
  );
}

/** Themes in use, and a new one. */
function themePanel(entry: Entry, all: readonly Entry[], acts: Acts): TemplateResult {
  const now = said(entry, "theme");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get("name"))
      .replace(/\s+/g, " ")
      .trim();
    if (name) acts.theme(name);
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") acts.open("");
  };
  return html`<div class="menu menu--note" role="dialog" aria-label="Theme of note: ${said(entry, "text").slice(0, 40)}" @keydown=${key}>
    <div class="menu__head">Into a theme</div>${themesOf(all).map(([name, notes]) => html`<button aria-pressed=${name === now} @click=${() => acts.theme(name)}>${icon(name === now ? "i-check" : "i-layers")} ${name} <span class="quiet">${notes.length}</span></button>`)}
    ${now ? html`<button @click=${() => acts.theme("")}>${icon("i-x")} Out of “${now}”</button>` : nothing}
    <form class="stack menu__form" @submit=${submit}><label for="new-theme">A new theme</label><input class="input" id="new-theme" name="name" maxlength="60" autocomplete="off" required>
    <div class="row"><button class="btn btn--primary btn--tight">Put it there</button><button type="button" class="btn btn--tight" @click=${() => acts.open("")}>Back</button></div></form></div>`;
}
