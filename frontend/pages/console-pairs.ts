/** The console's pairs: making them for everybody, who is with whom, and putting one person with another. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement, text } from "../parts/room-element";
import type { Item } from "../store/messages";

export class CwConsolePairs extends RoomElement {
  private said = "";

  protected override render(): TemplateResult | typeof nothing {
    if (!this.room.items("room", "activity").some((one) => text(one, "holder") === "pair")) return nothing;
    const people = this.room.items("desk", "person").filter((one) => text(one, "role") === "participant");
    const pairs = this.pairs(people);
    const alone = people.filter((one) => !text(one, "pair"));
    return html`<section class="card" aria-labelledby="pr">
      <div class="card__head"><h2 id="pr">Pairs</h2><span class="small quiet">An odd number makes a three. Who has been together is kept apart where that can be.</span></div>
      <div class="stack">${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <form class="row" @submit=${(event: SubmitEvent) => this.make(event)}>
        <label for="pw" class="small">Neighbours</label><select class="select grow" id="pw" name="within"><option value="yes">from the same group</option><option value="">from different groups</option></select>
        <button class="btn btn--tight"><i class="icon i-users" aria-hidden="true"></i> ${pairs.length ? "Make pairs again" : "Make pairs"}</button>
      </form>
      ${this.said ? html`<p class="small" role="status">${this.said}</p>` : nothing}
      ${pairs.length ? html`<ul class="plainlist stack">${pairs.map((pair) => html`<li>${pair.map((one) => text(one, "name")).join(" · ")}</li>`)}</ul>` : nothing}
      ${pairs.length && alone.length ? html`<p>In no pair: <strong>${alone.map((one) => text(one, "name")).join(", ")}</strong></p>` : nothing}
      ${pairs.length ? this.change(people) : nothing}</div></section>`;
  }

  private pairs(people: Item[]): Item[][] {
    const found = new Map<string, Item[]>();
    for (const one of people) {
      const pair = text(one, "pair");
      if (pair) found.set(pair, [...(found.get(pair) ?? []), one]);
    }
    return [...found.values()];
  }

  private change(people: Item[]): TemplateResult {
    const options = people.map((one) => html`<option value=${one.id.slice(1)}>${text(one, "name")}</option>`);
    return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Put somebody with somebody else</summary>
      <form class="row row--fields" @submit=${(event: SubmitEvent) => this.put(event)}>
        <div class="field"><label for="pm" class="small">Put</label><select class="select" id="pm" name="member">${options}</select></div>
        <div class="field"><label for="po" class="small">with</label><select class="select" id="po" name="other">${options}</select></div>
        <button class="btn btn--tight">Put them together</button></form>
      <p class="small quiet">A pair that somebody leaves ends. What it wrote stays with those who were in it.</p></details>`;
  }

  private async make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const within = Boolean(new FormData(event.target as HTMLFormElement).get("within"));
    const given = await this.run("make_pairs", { within });
    const count = Number(given?.pairs ?? 0);
    this.said = given ? `${count === 1 ? "1 pair is" : `${count} pairs are`} made.` : "";
    this.requestUpdate();
  }

  private async put(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    await this.run("put_with", { member: Number(data.get("member")), other: Number(data.get("other")) });
  }
}
customElements.define("cw-console-pairs", CwConsolePairs);
