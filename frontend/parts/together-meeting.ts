/** Role-played meetings across groups: answers by question and by role beside recorded ones; what each group decided. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { Item } from "../store/messages";
import { type MeetingStep, meetingIn } from "./meeting";
import { type Answer, answersIn, type Decided, decidedIn, promptsIn } from "./meeting-answers";
import { listed, type Recorded, recordedOf } from "./recorded";
import { RoomElement, text } from "./room-element";

interface Card {
  role: string;
  label: string;
  html: string;
}

export class CwTogetherMeeting extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: { attribute: false } };
  declare activity: Item;
  private recorded: Recorded[] = [];
  private cards: Card[] = [];
  private question = "";
  private only = "";
  private showing: "reflections" | "decisions" = "reflections";

  override connectedCallback(): void {
    super.connectedCallback();
    void recordedOf(this.room, this.activity.id).then((found) => {
      this.recorded = found;
      this.requestUpdate();
    });
    if (this.room.has("desk")) void this.fetchCards();
  }

  /** Facilitators may read every card; the others are never asked for here. */
  private async fetchCards(): Promise<void> {
    const answer = await fetch(`/w/${this.room.id}/card/${this.activity.id}`).catch(() => null);
    this.cards = answer?.ok ? ((await answer.json()) as { cards: Card[] }).cards : [];
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const step = meetingIn(this.activity);
    const prompts = promptsIn(this.activity);
    const own = new Set(this.recorded.flatMap((one) => one.groups.map((group) => group.name)));
    const shared = this.room
      .sheetsOf(this.activity.id)
      .map((id) => this.room.sheet(id))
      .filter((sheet) => sheet?.state === "shared");
    const groups = new Map(this.room.items("room", "group").map((group) => [group.id, text(group, "name")]));
    const sheets = shared.flatMap((sheet) => {
      const name = groups.get(sheet?.id.split(".")[1] ?? "") ?? "";
      return sheet && name && !own.has(name) ? [{ name, entries: sheet.entries().filter((one) => !one.hidden) }] : [];
    });
    const at = prompts.find((one) => one.key === this.question) ?? prompts[0];
    return html`<div class="pagehead"><div><h1>${text(this.activity, "title")}, side by side</h1><p>What the groups shared. Roles are shown, names are not.</p></div></div>
      <div class="segment" role="group" aria-label="What to look at">${this.tab("reflections", "Looking back, by question")}${this.tab("decisions", "What was decided")}</div>
      ${
        this.showing === "decisions"
          ? this.decisions(sheets.map(({ name, entries }) => decidedIn(name, entries, step)))
          : at && step
            ? this.reflections(at, answersIn(sheets, at.key), step)
            : nothing
      }${this.cards.length ? html`<details class="card fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> The private cards of the roles</summary><p class="small quiet">For you as facilitator. Everybody else sees their own alone.</p>${this.cards.map((card) => html`<section class="stack"><h3>${card.label}</h3>${unsafeHTML(card.html)}</section>`)}</details>` : nothing}`;
  }

  private tab(part: "reflections" | "decisions", label: string): TemplateResult {
    return html`<button aria-current=${this.showing === part ? "true" : nothing} @click=${() => this.set({ showing: part })}>${label}</button>`;
  }

  private set(to: Partial<{ showing: "reflections" | "decisions"; question: string; role: string }>): void {
    this.showing = to.showing ?? this.showing;
    this.question = to.question ?? this.question;
    this.only = to.role ?? this.only;
    this.requestUpdate();
  }

  // --- looking back ---

  private reflections(at: { key: string; label: string }, answers: Answer[], step: MeetingStep): TemplateResult {
    const prompts = promptsIn(this.activity);
    const place = prompts.findIndex((one) => one.key === at.key);
    const roles = this.only ? step.roles.filter((role) => role.key === this.only) : step.roles;
    const byRole = roles
      .map((role) => ({ role, own: answers.filter((one) => one.role === role.key) }))
      .filter(({ own }) => own.length);
    const loose = this.only ? [] : answers.filter((one) => !step.roles.some((role) => role.key === one.role));
    return html`<div class="row row--fields"><div class="field question"><label for="question">Question</label><select class="select" id="question" @change=${(event: Event) => this.set({ question: (event.target as HTMLSelectElement).value })}>${prompts.map((one, number) => html`<option value=${one.key} ?selected=${one.key === at.key}>${number + 1}. ${one.label}</option>`)}</select></div>
      <button class="btn" ?disabled=${place <= 0} @click=${() => this.set({ question: prompts[place - 1]?.key ?? "" })}><i class="icon i-arrow-left" aria-hidden="true"></i> Before</button><button class="btn" ?disabled=${place >= prompts.length - 1} @click=${() => this.set({ question: prompts[place + 1]?.key ?? "" })}>Next <i class="icon i-arrow-right" aria-hidden="true"></i></button></div>
      <div class="row" role="group" aria-label="Role">${[{ key: "", label: "All roles" }, ...step.roles].map((role) => html`<button class="chip chip--button" aria-pressed=${this.only === role.key} @click=${() => this.set({ role: role.key })}>${role.label}</button>`)}</div>
      <h2>${at.label}</h2>
      <div class="split split--beside"><div class="stack">${byRole.map(({ role, own }) => this.answers(role.label, role.tone, own))}${loose.length ? this.answers("Role not given", "plain", loose) : nothing}
        ${byRole.length || loose.length ? nothing : html`<div class="empty"><strong>Nothing shared here.</strong> Answers appear when groups have shared them.</div>`}</div>
      ${this.earlier(at.key)}</div>`;
  }

  private answers(label: string, tone: string, own: Answer[]): TemplateResult {
    return html`<section class="board__col tone-${tone}"><div class="board__head"><h3>${label}</h3><span class="quiet">${own.length}</span></div><ul class="board__notes">${own.map((one) => html`<li class="note tone-${tone}"><p class="note__text">${one.text}</p><div class="note__meta">${one.group}</div></li>`)}</ul></section>`;
  }

  /** What earlier workshops answered to the same question; the source says neither which group nor which role. */
  private earlier(question: string): TemplateResult {
    const found = this.recorded.flatMap((one) => one.groups.flatMap((group) => group.entries));
    const own = found.filter((entry) => entry.fields.prompt === question);
    return html`<aside class="card stack" aria-labelledby="earlier"><h3 id="earlier">At earlier workshops</h3>
      ${own.length ? listed(own) : html`<p class="quiet">Nothing is recorded for this question.</p>`}
      ${this.recorded.map((one) => html`<p class="small quiet">${one.source} ${one.groups.map((group) => group.why).join(" ")}</p>`)}</aside>`;
  }

  // --- what was decided ---

  private decisions(groups: Decided[]): TemplateResult {
    const own = groups.filter((one) => one.decisions.length + one.actions.length);
    if (!own.length)
      return html`<div class="empty"><strong>No decisions shared yet.</strong> They appear when groups have shared their meeting.</div>`;
    return html`<div class="four">${own.map(
      (group) => html`<section class="card stack"><h2>${group.name}</h2>
        ${group.decisions.length ? html`<h3>Decisions</h3>${group.decisions.map((one) => html`<div class="decision ${one.state === "made" ? "" : "decision--open"}"><strong>${one.text}</strong><span class="small">${one.words}</span></div>`)}` : html`<p class="quiet">No decision.</p>`}
        ${group.actions.length ? html`<h3>Actions</h3>${group.actions.map((one) => html`<div class="decision ${one.state === "done" ? "" : "decision--open"}"><strong>${one.text}</strong><span class="small">${one.words}</span></div>`)}` : nothing}</section>`,
    )}</div>`;
  }
}
customElements.define("cw-together-meeting", CwTogetherMeeting);
