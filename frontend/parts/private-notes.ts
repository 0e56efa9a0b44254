/** A person's private notes, folded away beside whatever else they are doing. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement, text } from "./room-element";
import { lockNotice, logAddress, opens, privacyLine } from "./sealed";
import { type AnyStep, stepElement } from "./step";

const KEY = "w4";

export class CwPrivateNotes extends RoomElement {
  private open = false;

  protected override render(): TemplateResult | typeof nothing {
    const activity = this.room.items("room", "activity").find((one) => one.id === KEY);
    const sheet = this.room.sheetFor(KEY);
    if (!activity || !sheet) return nothing;
    const steps = (activity.fields?.steps ?? []) as AnyStep[];
    return html`<details class="card card--tight fold noprint" ?open=${this.open} @toggle=${(event: Event) => this.toggle(event)}>
      <summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${text(activity, "title")}</summary>
      ${this.open ? html`<div class="stack">${privacyLine(this.room, activity)} ${lockNotice(this.room, sheet)} ${opens(sheet) ? steps.map((step) => stepElement(this.room, sheet.id, activity, step)) : nothing}<p><a href=${logAddress(this.room.id, KEY)}>All my notes</a></p></div>` : nothing}</details>`;
  }

  private toggle(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
    this.requestUpdate();
  }
}
customElements.define("cw-private-notes", CwPrivateNotes);
