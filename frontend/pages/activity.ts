/** One activity: what it is for, who is here, its steps, and what its state means. */

import { html, nothing, type TemplateResult } from "lit";
import "../parts/colleagues";
import { earlierPairs } from "../parts/pair";
import "../parts/photos";
import { RoomElement, text } from "../parts/room-element";
import { lockNotice, opens, privacyLine } from "../parts/sealed";
import { type AnyStep, stepElement } from "../parts/step";
import type { Sheet } from "../store/api";
import type { Item } from "../store/messages";

export class CwActivity extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  /** The sheet that is shown; where somebody is writing, another one waits for them to say so. */
  private began = "";
  private asking = false;
  private placed = "";

  /** Says that this person is here, as soon as there is a sheet to be on. */
  protected override updated(): void {
    const sheet = this.room.sheetFor(this.activity);
    if (!sheet || sheet.id === this.placed) return;
    this.placed = sheet.id;
    sheet.at("", "");
  }

  protected override render(): TemplateResult {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    if (!item)
      return html`<h1>This activity is not here</h1><p><a href="/w/${this.room.id}/today">Back to today</a></p>`;
    const sheet = this.room.sheetFor(this.activity);
    if (sheet && this.isTakenAway(sheet.id)) return this.moved(item, sheet.id);
    const state = sheet?.state ?? text(item, "state");
    return html`<div class="pagehead">${this.heading(item)}</div>
      ${this.sharedByOthers(item, state)}
      ${this.stateWords(item, state)}
      ${text(item, "holder") === "pair" ? this.pair(item, sheet, state) : sheet ? html`${lockNotice(this.room, sheet)} ${opens(sheet) ? this.steps(item, sheet.id, state) : nothing}` : this.nowhere(item, state)}
      ${sheet && state !== "waiting" && ["group", "room"].includes(text(item, "holder")) ? html`<cw-photos .room=${this.room} .sheetId=${sheet.id}></cw-photos>` : nothing}`;
  }

  /** Whether another sheet came while the person was writing, and they have not gone on to it yet. */
  private isTakenAway(sheet: string): boolean {
    const field = document.activeElement;
    const writing = this.contains(field) && field?.matches("textarea, input, [contenteditable]");
    this.asking = this.began !== "" && this.began !== sheet && (this.asking || Boolean(writing));
    if (!this.asking) this.began = sheet;
    return this.asking;
  }

  /** A pair's page: who one is with and what to read out, the steps, and what earlier pairs wrote. */
  private pair(item: Item, sheet: Sheet | null, state: string): TemplateResult {
    return html`<div class="stack">${sheet && state !== "waiting" ? html`<cw-pair .room=${this.room} .activity=${item}></cw-pair>` : nothing}
      ${sheet ? this.steps(item, sheet.id, state) : this.nowhere(item, state)} ${earlierPairs(this.room, item)}
      <p><a href="/w/${this.room.id}/together/${item.id}">What pairs of earlier workshops said</a></p></div>`;
  }

  private nowhere(item: Item, state: string): TemplateResult | typeof nothing {
    if (state === "waiting") return nothing;
    const where = text(item, "holder") === "pair" ? "pair" : "group";
    return html`<div class="empty"><strong>You are in no ${where} yet.</strong> The facilitator places you in a moment; this page changes by itself.</div>`;
  }

  /** A group that shared before the others: there is a way to what it wrote. */
  private sharedByOthers(item: Item, state: string): TemplateResult | typeof nothing {
    const shared = this.room
      .items("room", "sheet")
      .filter((one) => text(one, "activity") === item.id && text(one, "state") === "shared");
    if (!shared.length || state === "shared") return nothing;
    const names = new Map(this.room.items("room", "group").map((group) => [group.id, text(group, "name")]));
    const whose = shared.map((one) => names.get(text(one, "holder")) ?? "").filter(Boolean);
    return html`<div class="message tone-blue"><i class="icon i-eye" aria-hidden="true"></i><div><strong>${whose.join(", ") || "Another group"} shared.</strong> <a href="/w/${this.room.id}/together/${item.id}">See what they wrote</a></div></div>`;
  }

  /** Somebody moved the person to another group, or a joint sheet is theirs no more: nothing changes under their hand. */
  private moved(item: Item, sheet: string): TemplateResult {
    if (text(item, "holder") === "person") return this.movedTo(item, sheet, "on another page");
    const group = this.room.items("room", "group").find((one) => sheet.endsWith(`.${one.id}`));
    const name = text(group, "name") || (text(item, "holder") === "pair" ? "another pair" : "another group");
    return this.movedTo(item, sheet, `in ${name}`, `Go on with ${name}`);
  }

  private movedTo(item: Item, sheet: string, where: string, onward = "Go on"): TemplateResult {
    return html`<div class="pagehead"><div><h1>${text(item, "title")}</h1></div></div>
      <div class="message tone-yellow" role="status"><i class="icon i-users" aria-hidden="true"></i><div class="stack"><p><strong>You are ${where} now.</strong> What you wrote before stays with those you wrote it with. Words you had not finished are kept above, on this device.</p>
      <button class="btn btn--primary" @click=${() => this.goOn(sheet)}>${onward}</button></div></div>`;
  }

  private goOn(sheet: string): void {
    this.began = sheet;
    this.requestUpdate();
  }

  protected heading(item: Item): TemplateResult {
    return html`<div><h1>${text(item, "title")}</h1><p>${text(item, "purpose")}</p></div>`;
  }

  protected steps(item: Item, sheet: string, state: string): TemplateResult | typeof nothing {
    if (state === "waiting") return nothing;
    const steps = (item.fields?.steps ?? []) as AnyStep[];
    return html`<div class="veil stack" data-locked=${state === "closed" ? "" : nothing}>${steps.map(
      (step) =>
        html`<section class="stack" aria-label=${step.title}>${steps.length > 1 ? html`<h2>${step.title}</h2>` : nothing}${step.instruction ? html`<p class="quiet">${step.instruction}</p>` : nothing}${stepElement(this.room, sheet, item, step)}</section>`,
    )}</div>${item.fields?.joint ? html`<cw-colleagues .room=${this.room} .sheetId=${sheet}></cw-colleagues>` : nothing}`;
  }

  private stateWords(item: Item, state: string): TemplateResult | typeof nothing {
    const privately = text(item, "privacy") === "private" && text(item, "holder") === "person";
    if (privately && state === "shared")
      return html`<div class="message tone-blue"><i class="icon i-lock" aria-hidden="true"></i><div><strong>Only counts have come together.</strong> Nobody else is shown what you wrote. <a href="/w/${this.room.id}/together/${item.id}">See the counts</a></div></div>`;
    if (state === "waiting")
      return html`<div class="empty"><strong>Not open yet.</strong> It opens when the facilitator says so; you need not reload.</div>`;
    if (state === "closed")
      return html`<div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><strong>Locked.</strong> What you had written is kept. A note still on its way from this device arrives and is marked late.</div></div>`;
    if (state === "shared")
      return html`<div class="message tone-blue"><i class="icon i-eye" aria-hidden="true"></i><div><strong>Shared with everybody.</strong> <a href="/w/${this.room.id}/together/${item.id}">See all groups side by side</a></div></div>`;
    if (text(item, "holder") !== "pair" && ["private", "sealed"].includes(text(item, "privacy")))
      return privacyLine(this.room, item);
    return nothing;
  }
}
customElements.define("cw-activity", CwActivity);
