/** Decisions and actions: anyone proposes, somebody takes it, the scribe writes down owner and date. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { say } from "../../../../frontend/parts/block-element";
import { field } from "../../../../frontend/parts/meeting";
import { dayWords } from "../../../../frontend/parts/meeting-answers";
import { typedIn } from "../../../../frontend/parts/typed-in";
import type { Entry } from "../../../../frontend/store/api";
import { MeetingPart } from "./part";

type Form = "" | "proposal" | "decision" | "action";
const HEADINGS: Record<Form, string> = {
  "": "",
  proposal: "Propose a decision",
  decision: "Write a decision",
  action: "Write an action",
};

/** Where the words of a new decision, also of a proposed one, or of a new action are kept. */
const place = (form: Form): string => (form === "action" ? "+action" : "+decision");

export class CwDecisions extends MeetingPart {
  private form: Form = "";
  private changing = "";

  protected override render(): TemplateResult {
    const decisions = this.kind("decision");
    const actions = this.kind("action");
    const made = decisions.filter((one) => field(one, "state") === "made").length;
    const open = decisions.filter((one) => field(one, "state") === "proposed").length;
    return html`<section class="card stack" aria-labelledby="dc"><div class="card__head"><h2 id="dc">Decisions</h2><span class="quiet">${made} made, ${open} open</span></div>
      ${decisions.length ? html`<ul class="plainlist stack">${decisions.map((one) => html`<li>${this.decision(one)}</li>`)}</ul>` : html`<p class="small quiet">None yet. Each needs an owner and a date.</p>`}
      ${actions.length ? html`<h3>Actions</h3><ul class="plainlist stack">${actions.map((one) => html`<li>${this.action(one)}</li>`)}</ul>` : nothing}
      ${this.writable ? this.foot() : nothing}</section>`;
  }

  private owner(one: Entry): string {
    const owner = field(one, "owner");
    const label = owner ? this.label(owner) : "No owner yet";
    const by = field(one, "by_when");
    return by ? `${label}, by ${dayWords(by)}` : label;
  }

  private decision(one: Entry): TemplateResult {
    if (this.isOpen(one)) return this.editor("decision", one);
    const state = field(one, "state");
    return html`<div class="decision ${state === "made" ? "" : "decision--open"}"><strong>${field(one, "text")}</strong><span class="small">${state === "parked" ? "Parked. " : ""}${this.owner(one)}</span>
      ${one.saving === "device" ? html`<span class="small quiet">Only on this device</span>` : nothing}${typedIn(one)}
      ${this.writable ? html`<div class="row">${this.moves(one, state)}${this.has("scribe") ? this.changer(one) : nothing}</div>` : nothing}${this.versions(one, "text")}</div>`;
  }

  private moves(one: Entry, state: string): TemplateResult | typeof nothing {
    if (state === "made") return nothing;
    const take = field(this.mine, "role")
      ? html`<button class="btn btn--tight" @click=${() => this.take(one)}>I’ll take it</button>`
      : nothing;
    return state === "parked"
      ? html`${take}<button class="btn btn--quiet btn--tight" @click=${() => this.set(one, "proposed", "Back on the table")}>Back on the table</button>`
      : html`${take}<button class="btn btn--quiet btn--tight" @click=${() => this.set(one, "parked", "Parked")}>Park it</button>`;
  }

  private changer(one: Entry): TemplateResult {
    return html`<button class="btn btn--quiet btn--tight" @click=${() => this.edit(one.id)}>Change<span class="sr"> “${field(one, "text").slice(0, 40)}”</span></button>`;
  }

  private action(one: Entry): TemplateResult {
    if (this.isOpen(one)) return this.editor("action", one);
    const done = field(one, "state") === "done";
    return html`<div class="decision ${done ? "" : "decision--open"}"><strong>${field(one, "text")}</strong><span class="small">${done ? "Done. " : ""}${this.owner(one)}</span>${typedIn(one)}
      ${this.writable ? html`<div class="row"><button class="btn btn--tight" aria-pressed=${done} @click=${() => this.set(one, done ? "open" : "done", done ? "Open again" : "Done")}>Done</button>${this.has("scribe") ? this.changer(one) : nothing}</div>` : nothing}${this.versions(one, "text")}</div>`;
  }

  private take(one: Entry): void {
    this.sheet?.patch(one.id, { owner: field(this.mine, "role"), state: "made" });
    say("You have taken it");
  }

  private set(one: Entry, state: string, words: string): void {
    this.sheet?.patch(one.id, { state });
    say(words);
  }

  // --- writing ---

  /** Whether one is being changed: somebody chose to, or began to and then left the page. */
  private isOpen(one: Entry): boolean {
    return this.writable && (this.changing === one.id || this.typed(one.id) !== undefined);
  }

  private foot(): TemplateResult {
    const form = this.form || this.begun();
    if (form) return this.editor(form, undefined);
    const button = (form: Form): TemplateResult =>
      html`<button class="btn btn--wide" @click=${() => this.open(form)}><i class="icon i-plus" aria-hidden="true"></i> ${HEADINGS[form]}</button>`;
    return this.has("scribe") ? html`${button("decision")}${button("action")}` : button("proposal");
  }

  /** The form that was begun and not sent, if one was. */
  private begun(): Form {
    if (this.typed(place("action")) !== undefined) return "action";
    if (this.typed(place("decision")) === undefined) return "";
    return this.has("scribe") ? "decision" : "proposal";
  }

  private open(form: Form): void {
    this.form = form;
    this.changing = "";
    this.focusOn("new");
  }

  private edit(id: string): void {
    this.changing = id;
    this.focusOn(id);
  }

  private focusOn(id: string): void {
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#dtext-${id}`)?.focus());
  }

  /** Leaves a form and what was typed in it. */
  private leave(where: string): void {
    this.dropTyped(where);
    this.open("");
  }

  /** The form for a new one, or for one that is there. A proposal is words alone. */
  private editor(form: Form, one: Entry | undefined): TemplateResult {
    const where = one?.id ?? place(form);
    const id = one?.id ?? "new";
    const kept = this.typedFields(where);
    const owner = String(kept.owner ?? field(one, "owner"));
    const roles = this.forOthers ? this.step.roles : this.used;
    return html`<form class="card card--tight stack" aria-label=${one ? "Change it" : HEADINGS[form]} @input=${(event: Event) => this.type(event, form, one)} @submit=${(event: SubmitEvent) => this.save(event, form, one)}>
      <div class="field"><label for="dtext-${id}">${form === "action" ? "What will be done" : "What is decided"}</label><textarea class="textarea textarea--short" id="dtext-${id}" name="text" maxlength="2000" required .value=${live(this.typed(where) ?? field(one, "text"))}></textarea></div>
      ${
        form === "proposal"
          ? nothing
          : html`<div class="field"><label for="downer-${id}">Owner</label><select class="select" id="downer-${id}" name="owner"><option value="">No owner yet</option>${roles.map((role) => html`<option value=${role.key} ?selected=${role.key === owner}>${role.label}</option>`)}</select></div>
      <div class="field"><label for="dwhen-${id}">By when</label><input class="input" id="dwhen-${id}" name="by_when" type="date" .value=${String(kept.by_when ?? field(one, "by_when"))}></div>`
      }
      <div class="row"><button class="btn btn--primary btn--tight">${form === "proposal" ? "Propose it" : "Keep"}</button><button type="button" class="btn btn--tight" @click=${() => this.leave(where)}>Leave it</button>
      ${one ? html`<button type="button" class="btn btn--tight btn--danger" @click=${() => this.delete(one)}>Delete</button>` : nothing}</div></form>`;
  }

  /** Keeps what stands in a form; words that go into one that is there are made from what stood in it. */
  private type(event: Event, form: Form, one: Entry | undefined): void {
    const { text, ...fields } = read(event.currentTarget as HTMLFormElement);
    if (one && this.typed(one.id) === undefined) this.sheet?.begin(one.id, "text");
    if (one) this.changing = one.id;
    else this.form = form;
    const state = form === "action" ? "open" : "proposed";
    const before = one?.fields ?? { kind: form === "action" ? "action" : "decision", state };
    this.keepTyped(one?.id ?? place(form), text, { ...before, ...fields });
  }

  private save(event: SubmitEvent, form: Form, one: Entry | undefined): void {
    event.preventDefault();
    const words = read(event.target as HTMLFormElement);
    const text = words.text.trim();
    const { owner, by_when } = words;
    if (!text) return;
    const kind = form === "action" ? "action" : "decision";
    const settled = kind === "action" ? "open" : owner ? "made" : "proposed";
    if (one) {
      const state = kind === "decision" && owner ? "made" : field(one, "state");
      this.sheet?.patch(one.id, { text, owner, by_when, state });
    } else {
      const item = this.live?.id ?? "";
      this.sheet?.put(this.step.key, { kind, text, owner, by_when, item, state: settled, at: this.now() });
    }
    say(kind === "action" ? "Action written down" : owner ? "Decision written down" : "Proposed");
    this.leave(one?.id ?? place(form));
  }

  private delete(one: Entry): void {
    this.sheet?.remove(one.id);
    say("Deleted");
    this.leave(one.id);
  }
}
customElements.define("cw-decisions", CwDecisions);

/** What a form says; a proposal has no owner and no date. */
function read(form: HTMLFormElement): { text: string; owner: string; by_when: string } {
  const data = new FormData(form);
  const said = (name: string): string => String(data.get(name) ?? "");
  return { text: said("text"), owner: said("owner"), by_when: said("by_when") };
}
