/** Rows with typed columns: a card for each fixed row, or a list that people add to, also from a scenario. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { BlockElement, say } from "../../../../frontend/parts/block-element";
import { longDay } from "../../../../frontend/parts/days";
import { text } from "../../../../frontend/parts/room-element";
import { type Source, stakeholdersIn } from "../../../../frontend/parts/stakeholders";
import { Undo } from "../../../../frontend/parts/undo";
import type { Entry } from "../../../../frontend/store/api";

interface Column {
  key: string;
  label: string;
  type: string;
  options: string[];
  hint: string;
  required: boolean;
}
interface Step {
  key: string;
  title: string;
  instruction: string;
  columns: Column[];
  rows: { key: string; label: string; hint: string }[];
  add_label: string;
}

export class CwTable extends BlockElement<Step> {
  private editing = "";
  private proposing = false;
  /** Whether a list that folds is open; null before it is known. */
  private unfolded: boolean | null = null;
  /** The id of a field that must not be empty and is. */
  private missing = "";
  private timers = new Map<string, number>();
  /** By place, the entry that was there at the first letter of what is being typed. */
  private typedIn = new Map<string, string>();

  private readonly undo = new Undo(this);
  private readonly undoKey = (event: KeyboardEvent): void => this.undo.key(event);

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.undoKey);
  }

  override disconnectedCallback(): void {
    this.finish();
    this.removeEventListener("keydown", this.undoKey);
    super.disconnectedCallback();
  }

  protected override finish(): void {
    for (const key of [...this.timers.keys()]) this.flush(key);
  }

  protected override resume(): void {
    const cells = this.step.rows.flatMap((row) => this.step.columns.map((column) => `${row.key}/${column.key}`));
    for (const key of cells) this.flush(key);
  }

  protected override render(): TemplateResult {
    return html`${this.unfinished()}${this.step.rows.length ? this.fixed() : this.list()}${this.undo.toast()}`;
  }

  // --- fixed rows ---

  private fixed(): TemplateResult {
    return html`<div class="cards">${this.step.rows.map((row) => {
      const [entry, ...twins] = this.inRow(row.key);
      return html`<section class="card stack" aria-labelledby="row-${row.key}"><h3 id="row-${row.key}">${row.label}</h3><p class="hint">${row.hint}</p>${this.step.columns.map((column) => this.cell(row.key, column, entry))}${entry?.late || entry?.proxy ? this.marks(entry) : nothing}${entry ? twins.map((twin) => this.twin(entry, twin)) : nothing}</section>`;
    })}</div>`;
  }

  /** What stands in a fixed row: one entry, or more where two devices began the same empty one. */
  private inRow(row: string): Entry[] {
    return this.entries().filter((one) => one.fields.row === row);
  }

  /** A second entry of one row, to be joined to the first, or deleted. */
  private twin(first: Entry, twin: Entry): TemplateResult {
    const words = this.step.columns.flatMap(({ key }) => twin.fields[key] ?? []).join("\n");
    const join = (): void => {
      this.finish();
      const both = this.step.columns.map(({ key, type }) => [key, joined(type, first.fields[key], twin.fields[key])]);
      this.sheet?.patch(first.id, Object.fromEntries(both));
      this.sheet?.remove(twin.id);
    };
    const who = this.alone
      ? "You began this on two devices at once."
      : `${this.authorOf(twin) || "Somebody else"} began this at the same time.`;
    return html`<div class="by" role="group" aria-label="Also written here"><span class="by__who">${who} Both are safe.</span><p class="prewrap">${words}</p>
      ${this.writable ? html`<div class="row noprint"><button type="button" class="btn btn--tight" @click=${join}>Put both together</button><button type="button" class="btn btn--quiet btn--tight" @click=${() => this.sheet?.remove(twin.id)}><i class="icon i-trash-2" aria-hidden="true"></i> Delete this one</button></div>` : nothing}</div>`;
  }

  private cell(row: string, column: Column, entry: Entry | undefined): TemplateResult {
    const id = `${row}-${column.key}`;
    if (column.type === "picks") return this.picks(id, row, column, entry);
    const value = this.typed(`${row}/${column.key}`) ?? String(entry?.fields[column.key] ?? "");
    return html`<div class="field"><label for=${id}>${column.label}</label>${column.hint ? html`<span class="hint">${column.hint}</span>` : nothing}
      <textarea class="textarea textarea--short" id=${id} dir="auto" ?readonly=${!this.writable} .value=${live(value)} @input=${(event: Event) => this.type(row, column.key, (event.target as HTMLTextAreaElement).value, entry)} @focus=${() => this.sheet?.at(entry?.id ?? "", column.key)} @blur=${() => this.leave(`${row}/${column.key}`)}></textarea></div>
      ${entry ? this.versions(entry, column.key) : nothing}`;
  }

  private picks(id: string, row: string, column: Column, entry: Entry | undefined): TemplateResult {
    const chosen = (entry?.fields[column.key] ?? []) as string[];
    return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${column.label}: ${chosen.length ? chosen.join(", ") : "none yet"}</summary>
      <fieldset class="plain" id=${id}><legend class="sr">${column.label}</legend><p class="hint">${column.hint}</p><div class="row">${column.options.map(
        (option) =>
          html`<button type="button" class="chip chip--button" aria-pressed=${chosen.includes(option)} ?disabled=${!this.writable} @click=${() => this.write(row, column.key, chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option])}>${option}</button>`,
      )}</div></fieldset></details>`;
  }

  /** What is typed is made from the words that stood there at its first letter, and goes into their entry. */
  private type(row: string, column: string, value: string, entry: Entry | undefined): void {
    const key = `${row}/${column}`;
    if (entry && this.typed(key) === undefined) this.sheet?.begin(entry.id, column);
    this.keepTyped(key, value);
    if (entry && !this.typedIn.has(key)) this.typedIn.set(key, entry.id);
    window.clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      window.setTimeout(() => this.flush(key), 400),
    );
  }

  /** Writes what was typed in a cell; where it cannot be written any more it stays kept, for its writer to choose. */
  private flush(key: string): void {
    window.clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const value = this.typed(key);
    if (value === undefined || !this.writable) return;
    this.dropTyped(key);
    const [row = "", column = ""] = key.split("/");
    this.write(row, column, value, this.typedIn.get(key));
    this.typedIn.delete(key);
  }

  private leave(key: string): void {
    this.flush(key);
    this.sheet?.at("", "");
  }

  private write(row: string, column: string, value: unknown, id?: string): void {
    const there = this.inRow(row);
    const entry = there.find((one) => one.id === id) ?? there[0];
    if (entry) this.sheet?.patch(entry.id, { [column]: value });
    else if (value && (value as string | string[]).length) this.sheet?.put(this.step.key, { row, [column]: value });
  }

  // --- a list ---

  /** Where a later step places what is listed, the list folds away once it has begun, so that placing is at hand. */
  private list(): TemplateResult {
    const entries = this.entries();
    const steps = (this.activity.fields?.steps ?? []) as { items_from?: string }[];
    if (!steps.some((step) => step.items_from === this.step.key)) return this.listed(entries);
    const recorded = entries.filter((one) => one.fields.source === "recorded").length;
    this.unfolded ??= this.sheet ? entries.length === 0 : null;
    return html`<details class="card fold" ?open=${this.unfolded ?? false} @toggle=${(event: Event) => this.fold(event)}><summary><i class="icon i-chevron-down" aria-hidden="true"></i> The list: ${entries.length}${recorded ? `, ${recorded} from an earlier workshop` : ""}</summary><div class="stack">${this.listed(entries)}</div></details>`;
  }

  private fold(event: Event): void {
    this.unfolded = (event.currentTarget as HTMLDetailsElement).open;
  }

  private listed(entries: Entry[]): TemplateResult {
    return html`${this.writable ? this.adder() : nothing} ${this.writable && !this.forOthers && text(this.activity, "from_activity") ? this.starter() : nothing}
      ${
        entries.length
          ? html`<ul class="plainlist listed">${repeat(
              entries,
              (entry) => entry.id,
              (entry) => this.row(entry),
            )}</ul>`
          : html`<div class="empty">${text(this.activity, "from_activity") ? html`<strong>Nobody listed yet.</strong> Start with the people you’d least like to forget.` : html`<strong>Nothing here yet.</strong>`}</div>`
      }`;
  }

  private adder(): TemplateResult {
    return html`<form class="card card--tight stack noprint" @submit=${(event: SubmitEvent) => this.add(event)}><div class="row row--fields">${this.step.columns.map((column) => this.line("new", column))}</div>
      <button class="btn btn--primary"><i class="icon i-plus" aria-hidden="true"></i> ${this.step.add_label || "Add a row"}</button></form>`;
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const fields = Object.fromEntries(
      this.step.columns.map((column) => [column.key, String(data.get(column.key) ?? "").trim()]),
    );
    if (!this.filled(fields, "new")) return;
    this.put(fields, "");
    for (const column of this.step.columns) this.dropTyped(`+${column.key}`);
    form.reset();
    form.querySelector<HTMLElement>("input")?.focus();
  }

  /** Whether the columns that must not be empty are filled; if not, says so beside the first that is and goes there. */
  private filled(fields: Record<string, string>, form: string): boolean {
    const empty = this.step.columns.find((column) => column.required && !fields[column.key]);
    this.missing = empty ? `${form}-${empty.key}` : "";
    this.requestUpdate();
    if (empty) void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#${this.missing}`)?.focus());
    return !empty && Object.values(fields).some(Boolean);
  }

  /** A column's field in the form that adds a row or changes one. */
  private line(form: string, column: Column, entry?: Entry): TemplateResult {
    const id = `${form}-${column.key}`;
    const wrong = this.missing === id;
    const at = entry ? `${entry.id}/${column.key}` : `+${column.key}`;
    return html`<div class="field grow" ?data-invalid=${wrong}><label for=${id}>${column.label}</label>${wrong ? html`<span class="error" id="${id}-error"><i class="icon i-circle-alert" aria-hidden="true"></i>${`Fill in “${column.label}”.`}</span>` : nothing}<input class="input" id=${id} name=${column.key} type=${column.type === "date" ? "date" : "text"} dir="auto" autocomplete="off" aria-invalid=${wrong ? "true" : nothing} aria-describedby=${wrong ? `${id}-error` : nothing} .value=${live(this.typed(at) ?? String(entry?.fields[column.key] ?? ""))} @input=${(event: Event) => this.typeIn(at, column, event.target as HTMLInputElement, entry)} @focus=${() => entry && this.sheet?.at(entry.id, column.key)}></div>`;
  }

  /** What a column's first letter is typed over is what its new words are made from, whichever column comes next. */
  private typeIn(at: string, column: Column, input: HTMLInputElement, entry: Entry | undefined): void {
    if (entry && this.typed(at) === undefined) this.sheet?.begin(entry.id, column.key);
    this.keepTyped(at, input.value, entry?.fields);
  }

  private put(fields: Record<string, string>, source: string): void {
    this.sheet?.put(this.step.key, {
      row: "",
      ...fields,
      source,
      place: this.between(this.entries().at(-1), undefined),
    });
    say("Added to the list");
  }

  /** A row, or its form: what another changes meanwhile comes into a field only as long as nothing was typed there. */
  private row(entry: Entry): TemplateResult {
    const words = String(entry.fields[this.step.columns[0]?.key ?? ""] ?? "");
    if (
      this.editing === entry.id ||
      (this.writable && this.step.columns.some((one) => this.typed(`${entry.id}/${one.key}`)))
    ) {
      return html`<li><form class="card card--tight stack" @submit=${(event: SubmitEvent) => this.keep(event, entry)}>${this.step.columns.map((column) => this.line("e", column, entry))}
        <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => this.leaveIt(entry)}>Leave it</button></div></form></li>`;
    }
    return html`<li class="card card--tight row ${entry.saving === "saved" ? "" : "is-waiting"}"><div class="grow"><strong>${words}</strong>${this.step.columns.slice(1).map((column) => (entry.fields[column.key] ? html`<div class="small">${column.type === "date" ? `${column.label}: ${longDay(String(entry.fields[column.key]))}` : String(entry.fields[column.key])}</div>` : nothing))}
      <div class="note__meta">${entry.fields.source === "scenario" ? html`<span class="chip">From a scenario</span>` : nothing}${entry.fields.source === "recorded" ? html`<span class="chip">Recorded</span>` : nothing}${this.marks(entry)}</div>${this.step.columns.map((column) => this.versions(entry, column.key))}</div>
      ${this.writable ? html`<button class="btn btn--tight noprint" aria-label="Change ${words}" @click=${() => this.edit(entry.id)}><i class="icon i-pencil" aria-hidden="true"></i></button><button class="btn btn--tight noprint" aria-label="Delete ${words}" @click=${() => this.deleteRow(entry, words)}><i class="icon i-trash-2" aria-hidden="true"></i></button>` : nothing}</li>`;
  }

  /** Deletes a row, and offers it back with the place that others gave it. */
  private deleteRow(entry: Entry, words: string): void {
    const steps = (this.activity.fields?.steps ?? []) as { key: string; items_from?: string }[];
    const places = steps
      .filter((step) => step.items_from === this.step.key)
      .flatMap((step) => (this.sheet?.entries(step.key) ?? []).map((place) => ({ step: step.key, place })))
      .filter(({ place }) => place.fields.item === entry.id);
    this.sheet?.remove(entry.id);
    this.undo.offer(`“${words}” is deleted`, () => {
      const item = this.sheet?.put(this.step.key, entry.fields) ?? "";
      for (const { step, place } of places) this.sheet?.put(step, { ...place.fields, item });
    });
    this.requestUpdate();
  }

  private edit(id: string): void {
    this.editing = id;
    this.missing = "";
    if (!id) this.sheet?.at("", "");
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("li input")?.focus());
  }

  private leaveIt(entry: Entry): void {
    for (const column of this.step.columns) this.dropTyped(`${entry.id}/${column.key}`);
    this.edit("");
  }

  private keep(event: SubmitEvent, entry: Entry): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const fields = Object.fromEntries(
      this.step.columns.map((column) => [column.key, String(data.get(column.key) ?? "").trim()]),
    );
    if (!this.filled(fields, "e")) return;
    const changed = Object.entries(fields).filter(([key, value]) => value !== (entry.fields[key] ?? ""));
    if (changed.length) this.sheet?.patch(entry.id, Object.fromEntries(changed));
    this.leaveIt(entry);
  }

  // --- starting from a scenario ---

  private starter(): TemplateResult {
    const sources = stakeholdersIn(this.room, this.activity);
    if (!sources.length)
      return html`<p class="small quiet">You can start from a scenario here once it is in the <a href="/w/${this.room.id}/portfolio">portfolio</a>: share yours after the look for names. What you keep private stays private.</p>`;
    if (!this.proposing)
      return html`<button class="btn" @click=${() => this.propose(true)}><i class="icon i-list-checks" aria-hidden="true"></i> Start from a shared scenario</button>`;
    const column = this.step.columns[0]?.key ?? "";
    const have = new Set(this.entries().map((entry) => String(entry.fields[column]).trim().toLowerCase()));
    return html`<form class="card stack" @submit=${(event: SubmitEvent) => this.take(event, sources)}><p class="hint">Choose the lines that your group’s list begins with. The list keeps its own copy; the scenario stays as it is.</p>
      ${sources.map((source, from) => this.source(source, from, have))}
      <div class="row"><button class="btn btn--primary">Add what is chosen</button><button type="button" class="btn" @click=${() => this.propose(false)}>Leave it</button></div></form>`;
  }

  private source(source: Source, from: number, have: Set<string>): TemplateResult {
    const every = (event: Event): void => {
      const lines = (event.target as HTMLElement).closest("fieldset")?.querySelectorAll<HTMLInputElement>("input");
      for (const line of lines ?? []) line.checked = !line.disabled;
    };
    return html`<fieldset class="plain"><legend class="legend">${source.from}</legend><button type="button" class="btn btn--tight btn--quiet" @click=${every}>Choose all of these</button>
      ${source.proposals.map((one, number) => {
        const there = have.has(one.organisation.toLowerCase());
        return html`<label class="choice"><input type="checkbox" name="pick" value="${from} ${number}" ?disabled=${there}> <span>${one.organisation}${one.role ? html`<span class="quiet">, ${one.role}</span>` : nothing}${there ? html` <span class="chip">In the list</span>` : nothing}</span></label>`;
      })}</fieldset>`;
  }

  private propose(on: boolean): void {
    this.proposing = on;
    this.requestUpdate();
    if (on) void this.updateComplete.then(() => this.querySelector<HTMLElement>("fieldset .btn")?.focus());
  }

  private take(event: SubmitEvent, sources: Source[]): void {
    event.preventDefault();
    const [first = "", second = ""] = this.step.columns.map((column) => column.key);
    for (const pick of new FormData(event.target as HTMLFormElement).getAll("pick")) {
      const [from, number] = String(pick).split(" ").map(Number);
      const one = sources[from ?? -1]?.proposals[number ?? -1];
      if (one) this.put({ [first]: one.organisation, ...(second ? { [second]: one.role } : {}) }, "scenario");
    }
    this.propose(false);
  }
}
customElements.define("cw-table", CwTable);

/** Two cells in one: texts one under the other, picks each once. */
function joined(type: string, first: unknown, second: unknown): unknown {
  if (type === "picks") return [...new Set([...((first ?? []) as string[]), ...((second ?? []) as string[])])];
  return [first, second].filter(Boolean).join("\n");
}
