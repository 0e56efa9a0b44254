/** Rows with typed columns: a card for each fixed row, or a list that people add to, also from a scenario. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { BlockElement, say } from "../../../../frontend/parts/block-element";
import { longDay } from "../../../../frontend/parts/days";
import { text } from "../../../../frontend/parts/room-element";
import { stakeholdersIn } from "../../../../frontend/parts/stakeholders";
import type { Entry } from "../../../../frontend/store/api";

interface Column {
  key: string;
  label: string;
  type: string;
  options: string[];
  hint: string;
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
  private timers = new Map<string, number>();

  override disconnectedCallback(): void {
    for (const key of [...this.timers.keys()]) this.flush(key);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`${this.unfinished()}${this.step.rows.length ? this.fixed() : this.list()}`;
  }

  // --- fixed rows ---

  private fixed(): TemplateResult {
    return html`<div class="cards">${this.step.rows.map((row) => {
      const entry = this.entries().find((one) => one.fields.row === row.key);
      return html`<section class="card stack" aria-labelledby="row-${row.key}"><h3 id="row-${row.key}">${row.label}</h3><p class="hint">${row.hint}</p>${this.step.columns.map((column) => this.cell(row.key, column, entry))}${entry?.late ? this.marks(entry) : nothing}</section>`;
    })}</div>`;
  }

  private cell(row: string, column: Column, entry: Entry | undefined): TemplateResult {
    const id = `${row}-${column.key}`;
    if (column.type === "picks") return this.picks(id, row, column, entry);
    const value = this.typed(`${row}/${column.key}`) ?? String(entry?.fields[column.key] ?? "");
    return html`<div class="field"><label for=${id}>${column.label}</label>${column.hint ? html`<span class="hint">${column.hint}</span>` : nothing}
      <textarea class="textarea textarea--short" id=${id} dir="auto" ?readonly=${!this.writable} .value=${live(value)} @input=${(event: Event) => this.type(row, column.key, (event.target as HTMLTextAreaElement).value)} @blur=${() => this.flush(`${row}/${column.key}`)}></textarea></div>
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

  private type(row: string, column: string, value: string): void {
    const key = `${row}/${column}`;
    this.keepTyped(key, value, { row, column });
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
    this.write(row, column, value);
  }

  private write(row: string, column: string, value: unknown): void {
    const entry = this.entries().find((one) => one.fields.row === row);
    if (entry) this.sheet?.patch(entry.id, { [column]: value });
    else if (value && (value as string | string[]).length) this.sheet?.put(this.step.key, { row, [column]: value });
  }

  // --- a list ---

  private list(): TemplateResult {
    const entries = this.entries();
    return html`${this.writable ? this.adder() : nothing} ${this.writable && text(this.activity, "from_activity") ? this.starter() : nothing}
      ${
        entries.length
          ? html`<ul class="plainlist stack">${repeat(
              entries,
              (entry) => entry.id,
              (entry) => this.row(entry),
            )}</ul>`
          : html`<div class="empty">${text(this.activity, "from_activity") ? html`<strong>Nobody listed yet.</strong> Start with the people you’d least like to forget.` : html`<strong>Nothing here yet.</strong>`}</div>`
      }`;
  }

  private adder(): TemplateResult {
    return html`<form class="card card--tight stack noprint" @submit=${(event: SubmitEvent) => this.add(event)}><div class="row row--fields">${this.step.columns.map((column) => html`<div class="field grow"><label for="new-${column.key}">${column.label}</label><input class="input" id="new-${column.key}" name=${column.key} type=${column.type === "date" ? "date" : "text"} autocomplete="off" dir="auto" .value=${live(this.typed(`+${column.key}`) ?? "")} @input=${(event: Event) => this.keepTyped(`+${column.key}`, (event.target as HTMLInputElement).value)}></div>`)}</div>
      <button class="btn btn--primary"><i class="icon i-plus" aria-hidden="true"></i> ${this.step.add_label || "Add a row"}</button></form>`;
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const fields = Object.fromEntries(
      this.step.columns.map((column) => [column.key, String(data.get(column.key) ?? "").trim()]),
    );
    if (!Object.values(fields).some(Boolean)) return;
    this.put(fields, "");
    for (const column of this.step.columns) this.dropTyped(`+${column.key}`);
    form.reset();
    form.querySelector<HTMLElement>("input")?.focus();
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
      return html`<li><form class="card card--tight stack" @submit=${(event: SubmitEvent) => this.keep(event, entry)}>${this.step.columns.map((column) => html`<div class="field"><label for="e-${column.key}">${column.label}</label><input class="input" id="e-${column.key}" name=${column.key} type=${column.type === "date" ? "date" : "text"} dir="auto" .value=${live(this.typed(`${entry.id}/${column.key}`) ?? String(entry.fields[column.key] ?? ""))} @input=${(event: Event) => this.keepTyped(`${entry.id}/${column.key}`, (event.target as HTMLInputElement).value)} @focus=${() => this.sheet?.at(entry.id, column.key)}></div>`)}
        <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => this.leaveIt(entry)}>Leave it</button></div></form></li>`;
    }
    return html`<li class="card card--tight row ${entry.saving === "saved" ? "" : "is-waiting"}"><div class="grow"><strong>${words}</strong>${this.step.columns.slice(1).map((column) => (entry.fields[column.key] ? html`<div class="small">${column.type === "date" ? `${column.label}: ${longDay(String(entry.fields[column.key]))}` : String(entry.fields[column.key])}</div>` : nothing))}
      <div class="note__meta">${entry.fields.source === "scenario" ? html`<span class="chip">From a scenario</span>` : nothing}${entry.fields.source === "recorded" ? html`<span class="chip">Recorded</span>` : nothing}${this.marks(entry)}</div>${this.step.columns.map((column) => this.versions(entry, column.key))}</div>
      ${this.writable ? html`<button class="btn btn--tight noprint" aria-label="Change ${words}" @click=${() => this.edit(entry.id)}><i class="icon i-pencil" aria-hidden="true"></i></button><button class="btn btn--tight noprint" aria-label="Delete ${words}" @click=${() => this.sheet?.remove(entry.id)}><i class="icon i-trash-2" aria-hidden="true"></i></button>` : nothing}</li>`;
  }

  private edit(id: string): void {
    this.editing = id;
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
    const changed = Object.entries(fields).filter(([key, value]) => value !== (entry.fields[key] ?? ""));
    if (changed.length) this.sheet?.patch(entry.id, Object.fromEntries(changed));
    this.leaveIt(entry);
  }

  // --- starting from a scenario ---

  private starter(): TemplateResult {
    const proposals = stakeholdersIn(this.room, this.activity);
    if (!proposals.length)
      return html`<p class="small quiet">Write step 3 of your scenario, or choose a sample one, and you can start from it here.</p>`;
    if (!this.proposing)
      return html`<button class="btn" @click=${() => this.propose(true)}><i class="icon i-list-checks" aria-hidden="true"></i> Start from our scenario</button>`;
    const have = new Set(this.entries().map((entry) => String(entry.fields.organisation).trim().toLowerCase()));
    return html`<form class="card stack" @submit=${(event: SubmitEvent) => this.take(event)}><fieldset class="plain"><legend class="legend">From ${proposals[0]?.from}</legend><span class="hint">Your list keeps its own copy; the scenario stays as it is.</span>
      ${proposals.map((one, number) => html`<label class="choice"><input type="checkbox" name="pick" value=${number} ?checked=${!have.has(one.organisation.toLowerCase())} ?disabled=${have.has(one.organisation.toLowerCase())}> ${one.organisation}${one.role ? html`<span class="quiet">, ${one.role}</span>` : nothing}</label>`)}</fieldset>
      <div class="row"><button class="btn btn--primary">Add these</button><button type="button" class="btn" @click=${() => this.propose(false)}>Leave it</button></div></form>`;
  }

  private propose(on: boolean): void {
    this.proposing = on;
    this.requestUpdate();
  }

  private take(event: SubmitEvent): void {
    event.preventDefault();
    const proposals = stakeholdersIn(this.room, this.activity);
    const columns = this.step.columns.map((column) => column.key);
    for (const pick of new FormData(event.target as HTMLFormElement).getAll("pick")) {
      const one = proposals[Number(pick)];
      if (one)
        this.put(
          Object.fromEntries(
            [
              [columns[0], one.organisation],
              [columns[1], one.role],
            ].filter(([key]) => key),
          ),
          "scenario",
        );
    }
    this.propose(false);
  }
}
customElements.define("cw-table", CwTable);
