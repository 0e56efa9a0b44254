/** Role-played meetings on the big screen: one question after another by role, beside recorded answers; then decisions. */

import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../store/messages";
import { type MeetingStep, meetingIn } from "./meeting";
import { type Answer, answersIn, type Decided, decidedIn, promptsIn, type Seen } from "./meeting-answers";
import { pieces } from "./pages";
import { type Recorded, recordedOf } from "./recorded";
import { number, RoomElement, text } from "./room-element";
import "./turning";

/** Seconds that a question stays. */
const TURN = 20;
/** Groups side by side; more take turns. */
const ACROSS = 4;

export class CwScreenMeeting extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: { attribute: false } };
  declare activity: Item;
  private recorded: Recorded[] = [];
  private ticking = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = window.setInterval(() => this.requestUpdate(), 1000);
    void recordedOf(this.room, this.activity.id).then((found) => {
      this.recorded = found;
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticking);
  }

  /** Groups of this workshop with what was reviewed of theirs; those that stand for a record are shown as the record. */
  private groups(): { name: string; entries: Seen[] }[] {
    const recorded = new Set(this.recorded.flatMap((one) => one.groups.map((group) => group.name)));
    return this.room
      .items("room", "group")
      .slice()
      .sort((a, b) => number(a, "position") - number(b, "position"))
      .map((group) => ({
        name: text(group, "name"),
        entries: this.room.items(`${this.activity.id}.${group.id}/screen`, "entry"),
      }))
      .filter(({ name, entries }) => entries.length && !recorded.has(name));
  }

  protected override render(): TemplateResult {
    const groups = this.groups();
    const step = meetingIn(this.activity);
    const questions = promptsIn(this.activity).filter((one) => answersIn(groups, one.key).length);
    const decided = groups.map(({ name, entries }) => decidedIn(name, entries, step));
    const settled = decided.filter((one) => one.decisions.length);
    const pages: ((seconds: number) => TemplateResult)[] = step
      ? questions.map((one) => (seconds) => this.question(one, answersIn(groups, one.key), step, seconds))
      : [];
    for (let from = 0; from < settled.length; from += ACROSS)
      pages.push((seconds) => this.decisions(settled.slice(from, from + ACROSS), seconds));
    const page = Math.floor(Date.now() / (1000 * TURN)) % Math.max(1, pages.length);
    return pages[page]?.(TURN * pages.length) ?? this.empty();
  }

  private empty(): TemplateResult {
    return html`${this.head(text(this.activity, "title"))}<main id="main"><p class="lead">Nothing reviewed yet.</p></main><footer></footer>`;
  }

  private decisions(groups: Decided[], seconds: number): TemplateResult {
    return html`${this.head("What was decided")}<main id="main" class="wallcols">${groups.map(
      (one) =>
        html`<section class="tone-green"><h2>${one.name}<span>${one.decisions.length}</span></h2><cw-turning seconds=${seconds}>${one.decisions.map((made) => html`<div class="decision ${made.state === "made" ? "" : "decision--open"}"><strong>${made.text}</strong><span>${made.words}</span></div>`)}</cw-turning></section>`,
    )}</main><footer></footer>`;
  }

  private head(words: string): TemplateResult {
    return html`<header><img src="/static/commonweal/logo.svg" alt=""><h1>${words}</h1></header>`;
  }

  private question(
    at: { key: string; label: string },
    answers: Answer[],
    step: MeetingStep,
    seconds: number,
  ): TemplateResult {
    const earlier = this.recorded
      .flatMap((one) => one.groups.flatMap((group) => group.entries))
      .filter((entry) => entry.fields.prompt === at.key);
    const columns = step.roles
      .map((role) => ({ role, own: answers.filter((one) => one.role === role.key) }))
      .filter(({ own }) => own.length);
    return html`${this.head(at.label)}<main id="main" class="wallcols">${columns.map(
      ({ role, own }) =>
        html`<section class="tone-${role.tone}"><h2>${role.label}</h2>${said(
          own.map((one) => one.text),
          role.tone,
          seconds,
        )}</section>`,
    )}${
      earlier.length
        ? html`<section class="tone-plain"><h2>At earlier workshops</h2>${said(
            earlier.map((one) => String(one.fields.text)),
            "plain",
            seconds,
          )}</section>`
        : nothing
    }</main><footer>Said in role, without names.</footer>`;
  }
}
customElements.define("cw-screen-meeting", CwScreenMeeting);

function said(texts: readonly string[], tone: string, seconds: number): TemplateResult {
  const all = texts.flatMap((one) => pieces(one));
  return html`<cw-turning seconds=${seconds}>${all.map((one) => html`<div class="note tone-${tone}"><p class="note__text">${one}</p></div>`)}</cw-turning>`;
}
