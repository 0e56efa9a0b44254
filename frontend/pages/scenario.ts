/** The scenario in ten steps: a rail, one step at a time, progress, and sharing a copy after a look for names. */

import { html, nothing, type TemplateResult } from "lit";
import { ownerOf, writers } from "../parts/colleagues";
import { RoomElement, text } from "../parts/room-element";
import { go } from "../parts/routes";
import "../parts/names-check";
import { type AnyStep, stepElement } from "../parts/step";
import type { Sheet } from "../store/api";

interface Prompts extends AnyStep {
  prompts: { key: string; label: string; hint: string }[];
}
const KEY = "w6";

export class CwScenario extends RoomElement {
  static override properties = { ...RoomElement.properties, step: {} };
  declare step: string;
  /** The sheet that was shown last, and whose it was where it was a colleague's. */
  private shown = { sheet: "", owner: "" };
  /** Whose scenario this person wrote until a moment ago. */
  private left = "";
  private placed = "";

  /** Says on a joint scenario that this person is here. */
  protected override updated(): void {
    const sheet = this.room.sheetFor(KEY);
    const place = sheet?.people.length ? sheet.id : "";
    if (place && place !== this.placed) sheet?.at("", "");
    this.placed = place;
  }

  /** Notices when a colleague's scenario is this person's to write no more. */
  private notice(sheet: Sheet): void {
    const owner = ownerOf(this.room, sheet);
    if (this.shown.sheet && this.shown.sheet !== sheet.id) this.left = owner ? "" : this.shown.owner;
    this.shown = { sheet: sheet.id, owner: owner ? owner.name || "a colleague" : "" };
  }

  protected override render(): TemplateResult {
    const activity = this.room.items("room", "activity").find((one) => one.id === KEY);
    const sheet = this.room.sheetFor(KEY);
    const steps = ((activity?.fields?.steps ?? []) as Prompts[]).find((one) => one.block === "prompts");
    if (!activity || !sheet || !steps)
      return html`<h1>Our scenario</h1><p class="quiet">This workshop has no scenario to write.</p>`;
    this.notice(sheet);
    const owner = ownerOf(this.room, sheet);
    if (this.step === "share" && !owner)
      return html`<cw-names-check .room=${this.room} .sheetId=${sheet.id}></cw-names-check>`;
    const written = this.written(sheet, steps.key);
    const done = steps.prompts.filter((prompt) => written.get(prompt.key)).length;
    const at = steps.prompts.find((prompt) => prompt.key === this.step) ?? steps.prompts[0];
    return html`<div class="pagehead"><div><h1>${text(activity, "title")}</h1><p>${done} of ${steps.prompts.length} steps. Any order; leave any step empty and come back.</p></div></div>
      ${this.left ? html`<div class="message tone-yellow" role="status"><i class="icon i-users" aria-hidden="true"></i><div><strong>You are back on your own scenario.</strong> What you wrote with ${this.left} stays there. Words that had not gone out yet are kept on this device.</div></div>` : nothing}
      <p class="small quiet hintline"><i class="icon i-lock" aria-hidden="true"></i>${this.readers(sheet)}</p>
      <div class="scenario">
        <nav class="on-laptop" aria-label="Steps">${this.rail(steps, written, at?.key ?? "")}</nav>
        <div class="stack">
          <ol class="steps on-phone" aria-hidden="true">${steps.prompts.map((prompt) => html`<li data-state=${written.get(prompt.key) ? "done" : nothing} aria-current=${prompt.key === at?.key ? "step" : nothing}></li>`)}</ol>
          ${at ? html`<cw-prompts .room=${this.room} .sheetId=${sheet.id} .activity=${activity} .step=${steps} .only=${at.key}></cw-prompts>` : stepElement(this.room, sheet.id, activity, steps)}
          ${this.moves(steps, at?.key ?? "")}
          <details class="fold on-phone"><summary><i class="icon i-list-checks" aria-hidden="true"></i> All steps</summary>${this.rail(steps, written, at?.key ?? "")}</details>
        </div>
        <aside class="stack">${owner ? this.sharedBy(owner.name) : this.sharing(sheet.id, done)}${activity.fields?.joint ? html`<cw-colleagues .room=${this.room} .sheetId=${sheet.id}></cw-colleagues>` : nothing}<section class="card card--tight stack"><h2>Sample scenarios</h2><p class="small">Three are in the <a href="/w/${this.room.id}/portfolio">portfolio</a>, to see how much is enough.</p></section></aside>
      </div>`;
  }

  /** By step, all that is written there; by colleagues too where the scenario is joint. */
  private written(sheet: Sheet, step: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const { fields } of sheet.entries(step)) {
      const prompt = String(fields.prompt);
      found.set(prompt, `${found.get(prompt) ?? ""} ${fields.text ?? ""}`.trim());
    }
    return found;
  }

  private readers(sheet: Sheet): string {
    if (!sheet.people.length) return "Private to you until you share a copy with your group.";
    const owner = ownerOf(this.room, sheet);
    const until = owner ? owner.name && `, until ${owner.name} shares a copy` : ", until you share a copy";
    return `${writers(this.room, sheet)} can read this. Nobody else in the workshop can${until}.`;
  }

  private sharedBy(owner: string): TemplateResult {
    return html`<section class="card card--tight stack"><h2>Sharing a copy</h2><p class="small">${owner ? `Only ${owner} can share a copy of this. It goes to the group of ${owner}, without the names of those who wrote it.` : "Whoever this belongs to is no longer in the workshop, so no copy of it can be shared."}</p></section>`;
  }

  private rail(steps: Prompts, written: Map<string, string>, at: string): TemplateResult {
    return html`<ol class="rail">${steps.prompts.map((prompt) => {
      const words = written.get(prompt.key) ?? "";
      const state = words.length > 40 ? "done" : words ? "part" : "";
      return html`<li><a href="/w/${this.room.id}/scenario/${prompt.key}" data-state=${state || nothing} aria-current=${prompt.key === at ? "step" : nothing}><span>${prompt.label}</span><small>${state === "done" ? "Written" : state === "part" ? "Started" : "Empty"}</small></a></li>`;
    })}</ol>`;
  }

  private moves(steps: Prompts, at: string): TemplateResult {
    const place = steps.prompts.findIndex((prompt) => prompt.key === at);
    const before = steps.prompts[place - 1];
    const after = steps.prompts[place + 1];
    return html`<div class="row">${before ? html`<a class="btn" href="/w/${this.room.id}/scenario/${before.key}"><i class="icon i-arrow-left" aria-hidden="true"></i> ${before.label}</a>` : nothing}
      ${after ? html`<a class="btn btn--primary end" href="/w/${this.room.id}/scenario/${after.key}">${after.label} <i class="icon i-arrow-right" aria-hidden="true"></i></a>` : nothing}</div>`;
  }

  private sharing(sheet: string, done: number): TemplateResult {
    const shared = this.room.sheet(`${sheet}.copy`)?.state === "shared";
    const joint = Boolean(this.room.sheet(sheet)?.people.length);
    return html`<section class="card card--tight stack"><h2>Share with my group</h2>
      <p class="small">${shared ? "Your group can read a copy. Changes you make here stay private until you share the newer version." : `A copy goes to your group, without ${joint ? "the names of those who wrote it" : "your name"}, after a look for names in it.`}</p>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <button class="btn btn--wide" aria-disabled=${done ? nothing : "true"} @click=${() => done && go(`/w/${this.room.id}/scenario/share`)}><i class="icon i-share-2" aria-hidden="true"></i> ${shared ? "Share the newer version" : "Share with my group"}</button>
      ${done ? nothing : html`<p class="hint">Write at least one step first.</p>`}
      ${shared ? html`<button class="btn btn--wide" @click=${() => this.run("withdraw_copy", { sheet })}>Stop sharing</button>` : nothing}</section>`;
  }
}
customElements.define("cw-scenario", CwScenario);
