/** A participant's group: who is in it, what it works on. */

import { html, nothing, type TemplateResult } from "lit";
import { number, RoomElement, text } from "../parts/room-element";

export class CwGroup extends RoomElement {
  protected override render(): TemplateResult {
    const id = text(this.room.items("me", "me")[0], "group");
    const group = this.room.items("room", "group").find((one) => one.id === id);
    if (!group)
      return html`<h1>My group</h1><div class="empty"><strong>You are in no group yet.</strong> The facilitator places you in a moment; this page changes by itself.</div>`;
    const people = this.room.items(`group:${id}`, "person");
    const scenario = this.room.items("room", "scenario").find((one) => text(one, "key") === text(group, "scenario"));
    const activities = this.room
      .items("room", "activity")
      .filter((one) => text(one, "holder") === "group")
      .sort((a, b) => number(a, "position") - number(b, "position"));
    return html`<h1>${text(group, "name")}</h1>
      ${scenario ? html`<p class="lead">Your scenario: <a href="/w/${this.room.id}/portfolio">${text(scenario, "title")}</a></p>` : nothing}
      <section aria-labelledby="people"><h2 id="people">Who is in it</h2><ul class="plainlist">${people.map((one) => html`<li class="row"><strong>${text(one, "name")}</strong><span class="quiet">${text(one, "organisation")}</span></li>`)}</ul></section>
      <section class="stack" aria-labelledby="work"><h2 id="work">What you work on</h2>${activities.map((one) => {
        const state = this.room.sheetFor(one.id)?.state ?? text(one, "state");
        const words =
          { waiting: "Comes later", open: "Open", closed: "Locked", shared: "Shared with everybody" }[state] ?? state;
        return html`<a class="card card--tight stack plainlink" href="/w/${this.room.id}/activity/${one.id}"><strong>${text(one, "title")}</strong><span class="small quiet">${words}</span></a>`;
      })}
      <a class="card card--tight stack plainlink" href="/w/${this.room.id}/portfolio"><strong>Portfolio</strong><span class="small quiet">Scenarios that people shared with the group</span></a></section>`;
  }
}
customElements.define("cw-group", CwGroup);
