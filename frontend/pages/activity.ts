/** One activity: what it is for, who is here, its steps, and what its state means. */

import { html, nothing, type TemplateResult } from "lit";
import { earlierPairs } from "../parts/pair";
import { RoomElement, text } from "../parts/room-element";
import { type AnyStep, stepElement } from "../parts/step";
import type { Sheet } from "../store/api";
import type { Item } from "../store/messages";

const TONES = ["pink", "green", "yellow", "blue", "plain"];

export class CwActivity extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;

  override connectedCallback(): void {
    super.connectedCallback();
    this.room.sheetFor(this.activity)?.at("", "");
  }

  protected override render(): TemplateResult {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    if (!item)
      return html`<h1>This activity is not here</h1><p><a href="/w/${this.room.id}/today">Back to today</a></p>`;
    const sheet = this.room.sheetFor(this.activity);
    const state = sheet?.state ?? text(item, "state");
    return html`<div class="pagehead"><div><h1>${text(item, "title")}</h1><p>${text(item, "purpose")}</p></div>${this.faces()}</div>
      ${this.stateWords(item, state)}
      ${text(item, "holder") === "pair" ? this.pair(item, sheet, state) : sheet ? this.steps(item, sheet.id, state) : this.nowhere(item)}`;
  }

  /** A pair's page: who one is with and what to read out, the steps, and what earlier pairs wrote. */
  private pair(item: Item, sheet: Sheet | null, state: string): TemplateResult {
    return html`<div class="stack">${sheet && state !== "waiting" ? html`<cw-pair .room=${this.room} .activity=${item}></cw-pair>` : nothing}
      ${sheet ? this.steps(item, sheet.id, state) : this.nowhere(item)} ${earlierPairs(this.room, item)}
      <p><a href="/w/${this.room.id}/together/${item.id}">What pairs of earlier workshops said</a></p></div>`;
  }

  private nowhere(item: Item): TemplateResult {
    const where = text(item, "holder") === "pair" ? "pair" : "group";
    return html`<div class="empty"><strong>You are in no ${where} yet.</strong> The facilitator places you in a moment; this page changes by itself.</div>`;
  }

  private steps(item: Item, sheet: string, state: string): TemplateResult | typeof nothing {
    if (state === "waiting") return nothing;
    const steps = (item.fields?.steps ?? []) as AnyStep[];
    return html`<div class="veil stack" data-locked=${state === "closed" ? "" : nothing}>${steps.map(
      (step) =>
        html`<section class="stack" aria-label=${step.title}>${steps.length > 1 ? html`<h2>${step.title}</h2>` : nothing}${step.instruction ? html`<p class="quiet">${step.instruction}</p>` : nothing}${stepElement(this.room, sheet, item, step)}</section>`,
    )}</div>`;
  }

  private stateWords(item: Item, state: string): TemplateResult | typeof nothing {
    const privately = text(item, "privacy") === "private" && text(item, "holder") === "person";
    if (state === "waiting")
      return html`<div class="empty"><strong>Not open yet.</strong> It opens when the facilitator says so; you need not reload.</div>`;
    if (state === "closed")
      return html`<div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><strong>Locked.</strong> What you had written is kept. A note still on its way from this device arrives and is marked late.</div></div>`;
    if (state === "shared")
      return html`<div class="message tone-blue"><i class="icon i-eye" aria-hidden="true"></i><div><strong>Shared with everybody.</strong> <a href="/w/${this.room.id}/together/${item.id}">See all groups side by side</a></div></div>`;
    if (privately)
      return html`<p class="small quiet hintline"><i class="icon i-lock" aria-hidden="true"></i>Only you are shown this. Nobody else in the workshop can open it.</p>`;
    return nothing;
  }

  private faces(): TemplateResult | typeof nothing {
    const here = this.room.sheetFor(this.activity)?.here() ?? [];
    if (!here.length) return nothing;
    const initials = (name: string): string =>
      name
        .split(/\s+/)
        .map((word) => word[0] ?? "")
        .join("")
        .slice(0, 2)
        .toUpperCase();
    return html`<div class="end"><span class="sr">Here: ${here.map((one) => one.name).join(", ")}</span><span class="faces" aria-hidden="true">${here.map((one, number) => html`<span class="face tone-${TONES[number % TONES.length]}" title=${one.name}>${initials(one.name)}</span>`)}</span></div>`;
  }
}
customElements.define("cw-activity", CwActivity);
