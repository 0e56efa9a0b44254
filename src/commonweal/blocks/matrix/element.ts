/** A two-by-two: take an item in hand, choose a quadrant; the next one is then in hand. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { BlockElement, say } from "../../../../frontend/parts/block-element";
import type { Entry } from "../../../../frontend/store/api";

interface Cell {
  key: string;
  label: string;
  tone: string;
  hint: string;
  row: number;
  column: number;
}
interface Step {
  key: string;
  items_from: string;
  label_from: string;
  cells: Cell[];
  axes: Record<string, string>;
}

export class CwMatrix extends BlockElement<Step> {
  private hand = "";

  protected override render(): TemplateResult {
    const items = this.items();
    const placed = this.placed();
    const loose = items.filter((item) => !placed.has(item.id));
    const hand = items.find((item) => item.id === this.hand) ?? (this.writable ? loose[0] : undefined);
    return html`${this.unfinished()}<div class="placing">
      <section class="hand card card--tight" aria-labelledby="hand"><h2 id="hand">To place <span class="quiet">${loose.length} left of ${items.length}</span></h2>
        ${loose.length ? html`<ul>${loose.map((item) => this.token(item, hand?.id === item.id))}</ul>` : html`<p class="small">${items.length ? "Everybody has a place. Choose one to move it." : "List somebody first."}</p>`}
        ${hand && this.writable ? this.picker(hand, placed.get(hand.id)) : nothing} ${this.writable ? this.adder() : nothing}</section>
      <div><p class="axis small quiet">↑ ${this.step.axes.vertical}: ${this.step.axes.vertical_low} below, ${this.step.axes.vertical_high} above. → ${this.step.axes.horizontal}: ${this.step.axes.horizontal_low} left, ${this.step.axes.horizontal_high} right.</p>
        <div class="matrix">${[...this.step.cells]
          .sort((a, b) => a.row - b.row || a.column - b.column)
          .map((cell) =>
            this.quad(
              cell,
              items.filter((item) => placed.get(item.id)?.fields.cell === cell.key),
              hand,
            ),
          )}</div></div></div>`;
  }

  private items(): Entry[] {
    return this.entries(this.step.items_from);
  }

  private label(item: Entry): string {
    return String(item.fields[this.step.label_from] ?? "");
  }

  /** The placement of each item; of two for one item the later counts. */
  private placed(): Map<string, Entry> {
    const found = new Map<string, Entry>();
    for (const entry of [...this.entries()].sort((a, b) => a.seq - b.seq)) found.set(String(entry.fields.item), entry);
    return found;
  }

  private token(item: Entry, inHand: boolean): TemplateResult {
    const holder = this.sheet?.here().find((one) => one.entry === item.id);
    return html`<li><button class="token" aria-pressed=${inHand} data-held=${holder ? holder.name : nothing} ?disabled=${!this.writable} draggable=${this.writable} @dragstart=${(event: DragEvent) => event.dataTransfer?.setData("text/plain", item.id)} @click=${() => this.take(item.id)}>${this.label(item)}</button></li>`;
  }

  private quad(cell: Cell, items: Entry[], hand: Entry | undefined): TemplateResult {
    return html`<section class="quad tone-${cell.tone} ${hand ? "is-target" : ""}" aria-labelledby="q-${cell.key}" @dragover=${(event: DragEvent) => this.writable && event.preventDefault()} @drop=${(event: DragEvent) => this.drop(event, cell)}>
      <h3 id="q-${cell.key}">${cell.label}<span class="n">${items.length}</span></h3>
      ${items.length ? html`<ul>${items.map((item) => this.token(item, hand?.id === item.id))}</ul>` : html`<p class="small quiet">${this.forOthers ? "Nobody that you placed." : "Nobody here yet. Is that right?"}</p>`}</section>`;
  }

  private picker(item: Entry, placement: Entry | undefined): TemplateResult {
    return html`<div class="stack" role="group" aria-label="Place ${this.label(item)}"><p class="small">Where does <strong>${this.label(item)}</strong> belong?</p>
      <div class="picker">${this.step.cells.map((cell) => html`<button class="btn tone-${cell.tone}" aria-pressed=${placement?.fields.cell === cell.key} title=${cell.hint} @click=${() => this.place(item, cell)}>${cell.label}</button>`)}</div>
      ${placement ? html`<button class="btn btn--tight" @click=${() => this.back(item, placement)}><i class="icon i-undo-2" aria-hidden="true"></i> Back to the list</button>` : nothing}</div>`;
  }

  /** Somebody who is missing, without going back to the list; not where a row of it must say more. */
  private adder(): TemplateResult | typeof nothing {
    const steps = (this.activity.fields?.steps ?? []) as {
      key: string;
      columns?: { key: string; required: boolean }[];
    }[];
    const columns = steps.find((one) => one.key === this.step.items_from)?.columns ?? [];
    if (columns.some((one) => one.required && one.key !== this.step.label_from)) return nothing;
    const id = `add-${this.step.key}`;
    return html`<form class="field noprint" @submit=${(event: SubmitEvent) => this.add(event)}><label class="small" for=${id}>Add someone</label><div class="row nowrap"><input class="input grow" id=${id} dir="auto" autocomplete="off" .value=${live(this.typed("+item") ?? "")} @input=${(event: Event) => this.keepTyped("+item", (event.target as HTMLInputElement).value)}><button class="btn" aria-label="Add to the list"><i class="icon i-plus" aria-hidden="true"></i></button></div></form>`;
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const words = (this.typed("+item") ?? "").trim();
    if (!words) return;
    const place = this.between(this.items().at(-1), undefined);
    this.hand =
      this.sheet?.put(this.step.items_from, { row: "", [this.step.label_from]: words, source: "", place }) ?? "";
    this.dropTyped("+item");
    say(`${words} is in the list, and in hand`);
    this.requestUpdate();
  }

  private take(id: string): void {
    this.hand = this.hand === id ? "" : id;
    this.sheet?.at(this.hand, "");
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".picker .btn")?.focus());
  }

  private place(item: Entry, cell: Cell): void {
    const before = this.placed().get(item.id);
    if (before) this.sheet?.patch(before.id, { cell: cell.key });
    else this.sheet?.put(this.step.key, { item: item.id, cell: cell.key });
    say(`${this.label(item)} placed in ${cell.label}`);
    this.hand = "";
    this.sheet?.at("", "");
    this.requestUpdate();
  }

  private back(item: Entry, placement: Entry): void {
    this.sheet?.remove(placement.id);
    say(`${this.label(item)} is back in the list`);
    this.hand = item.id;
    this.requestUpdate();
  }

  private drop(event: DragEvent, cell: Cell): void {
    event.preventDefault();
    const item = this.items().find((one) => one.id === event.dataTransfer?.getData("text/plain"));
    if (item && this.writable) this.place(item, cell);
  }
}
customElements.define("cw-matrix", CwMatrix);
