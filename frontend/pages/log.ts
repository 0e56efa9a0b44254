/** The learning log: a page for its writer, along the learning cycle, that prints well. */

import { html, type TemplateResult } from "lit";
import { RoomElement, text } from "../parts/room-element";
import "../parts/earlier-rooms";
import { type AnyStep, stepElement } from "../parts/step";
import type { RoomStore } from "../store/room";

/** The log of another workshop of the series, which may still be open for writing. */
function logOf(room: RoomStore): TemplateResult {
  const activity = room.items("room", "activity").find((one) => one.id === "w8");
  const sheet = room.sheetFor("w8");
  if (!activity || !sheet)
    return html`<p class="quiet">This workshop has no learning log, or it has not arrived yet.</p>`;
  const steps = (activity.fields?.steps ?? []) as AnyStep[];
  return html`${steps.map((step) => stepElement(room, sheet.id, activity, step))}`;
}

export class CwLog extends RoomElement {
  protected override render(): TemplateResult {
    const activity = this.room.items("room", "activity").find((one) => one.id === "w8");
    const sheet = this.room.sheetFor("w8");
    if (!activity || !sheet)
      return html`<h1>My learning log</h1><p class="quiet">This workshop has no learning log.</p>`;
    const me = this.room.items("me", "me")[0];
    return html`<h1>${text(activity, "title")}</h1><p class="quiet">${text(me, "name")}${text(me, "organisation") ? `, ${text(me, "organisation")}` : ""} · ${text(this.room.items("room", "info")[0], "title")}</p>
      <p class="private"><i class="icon i-lock" aria-hidden="true"></i><span>Only you are shown this: not the facilitator, not your group. Whoever runs this server could read it; sealing it in your browser comes later.</span></p>
      ${((activity.fields?.steps ?? []) as AnyStep[]).map((step) => stepElement(this.room, sheet.id, activity, step))}
      <cw-earlier-rooms .room=${this.room} heading="Your logs of the series" .show=${logOf}></cw-earlier-rooms>
      <div class="row noprint"><button class="btn" @click=${() => print()}><i class="icon i-printer" aria-hidden="true"></i> Print</button></div>`;
  }
}
customElements.define("cw-log", CwLog);
