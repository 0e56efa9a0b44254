/** Where a facilitator types in what a table wrote on paper: the group's sheet, of which they see what they typed. */

import { html, nothing, type TemplateResult } from "lit";
import "../parts/photos";
import { RoomElement, text } from "../parts/room-element";
import { type AnyStep, stepElement } from "../parts/step";
import "../../src/commonweal/blocks/meeting/decisions";
import "../../src/commonweal/blocks/meeting/minutes";
import type { Item } from "../store/messages";

export class CwTypingIn extends RoomElement {
  static override properties = { ...RoomElement.properties, sheetId: {} };
  declare sheetId: string;

  protected override render(): TemplateResult {
    const sheet = this.room.sheet(this.sheetId);
    const item = this.room.items("room", "activity").find((one) => one.id === sheet?.activity);
    if (!sheet || !item)
      return html`<h1>This sheet is not here</h1><p><a href="/w/${this.room.id}/console">Back to the console</a></p>`;
    return html`<div class="stack stack--wide"><div class="pagehead"><div><h1>Type in for ${this.whose()}: ${text(item, "title")}</h1>
        <p>For what was written on paper. It goes on their sheet, marked as typed in by a facilitator, and they can put it right. You see here what you typed, and nothing of what they wrote.</p></div>
        <a class="btn" href="/w/${this.room.id}/console"><i class="icon i-arrow-left" aria-hidden="true"></i> Console</a></div>
      ${
        sheet.writable
          ? nothing
          : html`<div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><strong>This sheet is not open now.</strong> Open it for ${this.whose()} on the console, then type in here.</div></div>`
      }
      ${((item.fields?.steps ?? []) as AnyStep[]).map((step) => this.step(item, step))}
      <cw-photos .room=${this.room} .sheetId=${sheet.id} .whose=${this.whose()}></cw-photos></div>`;
  }

  private whose(): string {
    const holder = this.sheetId.split(".")[1];
    const group = this.room.items("room", "group").find((one) => one.id === holder);
    return text(group, "name") || "everybody";
  }

  /** A step as its holders have it; what each person answers for themselves cannot be typed in. */
  private step(item: Item, step: AnyStep & { own?: boolean }): TemplateResult | typeof nothing {
    if (step.block === "reading") return nothing;
    const alone = step.own || step.block === "choice";
    return html`<section class="stack" aria-label=${step.title}><h2>${step.title}</h2>${
      alone
        ? html`<p class="quiet">Everybody answers this for themselves, so it can’t be typed in for them.</p>`
        : step.block === "meeting"
          ? this.meeting(item, step)
          : stepElement(this.room, this.sheetId, item, step)
    }</section>`;
  }

  /** Of a meeting what comes out of it; roles and the agenda are for those who play. */
  private meeting(item: Item, step: AnyStep): TemplateResult {
    return html`<cw-minutes class="block" .room=${this.room} .sheetId=${this.sheetId} .activity=${item} .step=${step}></cw-minutes>
      <cw-decisions class="block" .room=${this.room} .sheetId=${this.sheetId} .activity=${item} .step=${step}></cw-decisions>`;
  }
}
customElements.define("cw-typing-in", CwTypingIn);
