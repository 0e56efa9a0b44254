/** Groups side by side, once an activity is shared: columns, matrices with what differs, or counts. */

import { html, nothing, type TemplateResult } from "lit";
import { type CountedStep, countPage, countTables } from "../parts/counts";
import { type Placement, placedDifferently } from "../parts/placements";
import "../parts/recorded";
import { number, RoomElement, text } from "../parts/room-element";
import "../parts/together-meeting";
import type { Item } from "../store/messages";

interface Cell {
  key: string;
  label: string;
  tone: string;
}
interface Step {
  key: string;
  block: string;
  title: string;
  options?: { key: string; label: string }[];
  columns?: Cell[];
  cells?: Cell[];
  items_from?: string;
  label_from?: string;
}

export class CwTogether extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;

  protected override render(): TemplateResult {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    const steps = (item?.fields?.steps ?? []) as Step[];
    const counted = (item?.fields?.together_counts as { steps?: CountedStep[] } | undefined)?.steps;
    if (item && text(item, "together") === "meeting")
      return html`<cw-together-meeting .room=${this.room} .activity=${item}></cw-together-meeting>`;
    const groups = this.groups();
    return html`<div class="pagehead"><div><h1>${text(item, "title")}${counted ? "" : ", side by side"}</h1><p>${counted ? "How many picked what, as it stood when it was shared. No names are shown." : "What the groups shared. No names are shown."}</p></div></div>
      ${counted ? html`<div class="stack">${countPage(countTables(steps, counted))}</div>` : groups.length ? this.sides(groups, steps) : html`<div class="empty"><strong>Nothing shared yet.</strong> It appears here when the facilitator shares it.</div>`}
      <cw-recorded .room=${this.room} .activity=${this.activity}></cw-recorded>`;
  }

  private groups(): Item[] {
    const shared = new Set(this.room.sheetsOf(this.activity).filter((id) => this.room.sheet(id)?.state === "shared"));
    return this.room
      .items("room", "group")
      .filter(
        (group) =>
          shared.has(`${this.activity}.${group.id}`) &&
          this.room.sheet(`${this.activity}.${group.id}`)?.entries().length,
      )
      .sort((a, b) => number(a, "position") - number(b, "position"));
  }

  private sides(groups: Item[], steps: Step[]): TemplateResult {
    const matrix = steps.find((step) => step.block === "matrix");
    const notes = steps.find((step) => step.block === "notes");
    if (matrix)
      return html`${this.differences(groups, matrix)}<div class="four">${groups.map((group) => this.matrix(group, matrix))}</div>`;
    return html`<div class="four">${groups.map(
      (group) =>
        html`<section class="card stack"><h2>${text(group, "name")}</h2>${(notes?.columns ?? []).map((column) => {
          const own = (this.room.sheet(`${this.activity}.${group.id}`)?.entries(notes?.key) ?? []).filter(
            (one) => one.fields.column === column.key && !one.hidden,
          );
          return html`<div class="board__col tone-${column.tone}"><div class="board__head"><h3>${column.label}</h3><span class="quiet">${own.length}</span></div><ul class="board__notes">${own.map((one) => html`<li class="note tone-${column.tone}"><p class="note__text">${String(one.fields.text)}</p></li>`)}</ul></div>`;
        })}</section>`,
    )}</div>`;
  }

  private placements(group: Item, step: Step): Placement[] {
    const sheet = this.room.sheet(`${this.activity}.${group.id}`);
    const labels = new Map(
      (sheet?.entries(step.items_from) ?? [])
        .filter((one) => !one.hidden)
        .map((one) => [one.id, String(one.fields[step.label_from ?? "text"] ?? "")]),
    );
    const cells = new Map(
      (sheet?.entries(step.key) ?? []).map((one) => [String(one.fields.item), String(one.fields.cell)]),
    );
    return [...labels]
      .filter(([id]) => cells.has(id))
      .map(([id, label]) => ({ group: text(group, "name"), label, cell: cells.get(id) ?? "" }));
  }

  private matrix(group: Item, step: Step): TemplateResult {
    const placed = this.placements(group, step);
    return html`<section class="card stack"><h2>${text(group, "name")}</h2><div class="matrix">${(step.cells ?? []).map(
      (cell) => {
        const own = placed.filter((one) => one.cell === cell.key);
        return html`<section class="quad quad--mini tone-${cell.tone}"><h3>${cell.label}<span class="n">${own.length}</span></h3>${own.length ? html`<ul>${own.map((one) => html`<li>${one.label}</li>`)}</ul>` : html`<p class="quiet">Nobody placed here.</p>`}</section>`;
      },
    )}</div></section>`;
  }

  private differences(groups: Item[], step: Step): TemplateResult | typeof nothing {
    const differ = placedDifferently(groups.flatMap((group) => this.placements(group, step)));
    const cells = new Map((step.cells ?? []).map((cell) => [cell.key, cell.label]));
    if (!differ.length) return nothing;
    return html`<section class="card stack" aria-labelledby="df"><h2 id="df">Placed differently</h2><p class="small quiet">Not a mistake: ask each group for its reason.</p>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="df"><table class="table"><thead><tr><th scope="col">Who</th>${groups.map((group) => html`<th scope="col">${text(group, "name")}</th>`)}</tr></thead><tbody>${differ.map(
        (one) =>
          html`<tr><th scope="row">${one.label}</th>${groups.map((group) => html`<td>${cells.get(one.cells.get(text(group, "name")) ?? "") ?? "–"}</td>`)}</tr>`,
      )}</tbody></table></div></section>`;
  }
}
customElements.define("cw-together", CwTogether);
