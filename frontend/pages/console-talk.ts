/** The console's words to people, and people's calls for help. */

import { html, nothing, type TemplateResult } from "lit";
import { clock, minutesIn, RoomElement, text } from "../parts/room-element";
import { groupsOfPeople } from "../parts/sides";
import type { Item } from "../store/messages";
import { runsOf } from "./console-progress";

export class CwConsoleTalk extends RoomElement {
  protected override render(): TemplateResult {
    return html`${this.help()} ${this.messages()}`;
  }

  private names(): Map<string, string> {
    return new Map(this.room.items("room", "group").map((group) => [group.id, text(group, "name")]));
  }

  private when(item: Item): string {
    const zone = text(this.room.items("room", "info")[0], "zone");
    return clock(minutesIn(zone, new Date(text(item, "sent"))));
  }

  private messages(): TemplateResult {
    const names = this.names();
    const runs = runsOf(this.room);
    const groups = groupsOfPeople(this.room).filter((group) => !runs || runs.has(group.id));
    const sent = this.room
      .items("desk", "message")
      .slice()
      .sort((a, b) => b.seq - a.seq)
      .slice(0, 3);
    return html`<form class="card stack" aria-labelledby="ms" @submit=${(event: SubmitEvent) => this.send(event)}><h2 id="ms">Message</h2>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <div class="field"><label for="to" class="small">To</label><select class="select" id="to" name="group">${runs ? nothing : html`<option value="">Everyone</option>`}${groups.map((group) => html`<option value=${group.id.slice(1)}>${text(group, "name")}</option>`)}</select></div>
      <div class="field"><label for="mt" class="small">Message</label><textarea class="textarea textarea--short" id="mt" name="text" maxlength="500" required></textarea></div>
      <button class="btn btn--wide"><i class="icon i-send" aria-hidden="true"></i> Send</button>
      ${sent.map((one) => html`<p class="small quiet">${this.when(one)} to ${names.get(text(one, "group")) ?? "everyone"}: ${text(one, "text")}</p>`)}</form>`;
  }

  private async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const group = data.get("group") ? Number(data.get("group")) : null;
    if (await this.run("message", { text: String(data.get("text")), group })) form.reset();
  }

  private help(): TemplateResult | typeof nothing {
    const calls = this.room.items("desk", "help").filter((one) => !one.fields?.answered);
    if (!calls.length) return nothing;
    const names = this.names();
    return html`<section class="card stack" id="help" tabindex="-1" aria-labelledby="hp"><h2 id="hp"><i class="icon i-hand" aria-hidden="true"></i> Asking for help</h2>
      ${calls.map(
        (
          call,
        ) => html`<div class="stack"><p class="small"><strong>${[text(call, "from"), names.get(text(call, "group"))].filter(Boolean).join(", ")}</strong>, ${this.when(call)}: “${text(call, "text")}”</p>
        <button class="btn btn--tight" @click=${() => this.run("answer_help", { id: Number(call.id.slice(1)) })}>I’m on my way</button></div>`,
      )}</section>`;
  }
}
customElements.define("cw-console-talk", CwConsoleTalk);
