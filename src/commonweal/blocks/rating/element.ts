/** Answering a rating: scales between two poles, one at a time on a phone, all together on a laptop; nothing is preset. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { vars } from "../../../../frontend/parts/room-element";

export interface RatingItem {
  key: string;
  left: string;
  right: string;
  ask: string;
}
export interface RatingStep {
  key: string;
  title: string;
  instruction: string;
  items: RatingItem[];
  points: number;
  team: boolean;
  note: string;
}
export type Answers = Record<string, string>;
export const CANNOT = "cannot";
const DEGREES = ["Very much", "Mostly", "A little more"];

/** A point in words, as its pole has it; points are counted from 1 on the left. */
export function said(step: RatingStep, item: RatingItem, point: number): string {
  const centre = (step.points + 1) / 2;
  if (point === centre) return "In between";
  const distance = Math.abs(point - centre);
  const degree = DEGREES[step.points === 7 ? 3 - distance : 2 - distance];
  return `${degree}: ${inside(point < centre ? item.left : item.right)}`;
}

/** A pole as it stands within a sentence; names in capitals stay as they are. */
function inside(pole: string): string {
  return /^\p{Lu}\p{Lu}/u.test(pole) ? pole : pole.charAt(0).toLowerCase() + pole.slice(1);
}

/** Emits `cw-answers` with team and answers at every change, and `cw-hand-in` when the person is done. */
export class CwRating extends LitElement {
  static override properties = {
    step: { attribute: false },
    answers: { attribute: false },
    teams: { attribute: false },
    team: {},
    button: {},
    busy: { type: Boolean },
  };
  declare step: RatingStep;
  declare answers: Answers;
  declare teams: string[];
  declare team: string;
  declare button: string;
  declare busy: boolean;
  /** On a phone: -1 for the team's name, then the items, then what is handed in. */
  private at = -1;
  private missing = "";
  private narrow = matchMedia("(max-width: 55.99rem)");

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.narrow.addEventListener("change", this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.narrow.removeEventListener("change", this.redraw);
  }

  private redraw = (): void => this.requestUpdate();

  protected override render(): TemplateResult {
    return this.narrow.matches ? this.oneAtATime() : this.together();
  }

  // --- on a laptop ---

  private together(): TemplateResult {
    const { items, note } = this.step;
    return html`<div class="stack rating">${this.step.team ? this.teamField() : nothing}${this.counted()}
      <div class="ratings">${items.map((item, number) => html`<div class="card stack"><h3 class="quiet small">${this.number(number)}</h3>${this.scale(item)}${this.cannot(item)}</div>`)}</div>
      <p><strong>${this.given()} of ${items.length}</strong> answered. What has no answer is left out.</p>
      <div class="row">${this.handIn()}</div>${note ? html`<p class="small quiet">${note}</p>` : nothing}</div>`;
  }

  // --- on a phone ---

  private oneAtATime(): TemplateResult {
    const { items } = this.step;
    const first = this.step.team ? -1 : 0;
    const at = Math.max(first, this.at);
    const item = items[at];
    return html`<div class="stack rating">${item ? this.one(item, at) : at < 0 ? html`<h2 tabindex="-1">First: the team</h2>${this.teamField()}${this.counted()}` : this.overview()}</div>
      <div class="actionbar">${at > first ? html`<button class="btn" @click=${() => this.go(at - 1)}><i class="icon i-arrow-left" aria-hidden="true"></i> Back</button>` : nothing}
      ${at < items.length ? html`<button class="btn btn--primary" @click=${() => this.next(at)}>Next <i class="icon i-arrow-right" aria-hidden="true"></i></button>` : this.handIn()}</div>`;
  }

  private one(item: RatingItem, at: number): TemplateResult {
    return html`<div class="stack progress"><span class="meter" aria-hidden="true" ${vars({ v: (100 * (at + 1)) / this.step.items.length })}><i></i></span><h2 class="quiet" tabindex="-1">${this.number(at)}</h2></div>
      <div class="card">${this.scale(item)}</div>${this.cannot(item)}${this.counted()}
      <details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Your answers so far: ${this.given()}</summary>${this.list()}</details>`;
  }

  private overview(): TemplateResult {
    return html`<h2 tabindex="-1">Your answers</h2><p>${this.given()} of ${this.step.items.length} answered. What has no answer is left out.</p>${this.step.team ? this.teamField() : nothing}${this.list()}${this.step.note ? html`<p class="small quiet">${this.step.note}</p>` : nothing}`;
  }

  private list(): TemplateResult {
    return html`<ul class="plainlist answered">${this.step.items.map((item, number) => {
      const answer = this.answers[item.key];
      const words = !answer
        ? "No answer yet"
        : answer === CANNOT
          ? "I can’t say"
          : said(this.step, item, Number(answer));
      return html`<li class="small"><span><span class="quiet">${item.left} / ${item.right}</span><br><strong>${words}</strong></span><button class="btn btn--quiet btn--tight" aria-label="Change ${number + 1}: ${item.left}, or ${item.right}" @click=${() => this.go(number)}>Change</button></li>`;
    })}</ul>`;
  }

  private next(at: number): void {
    if (at < 0 && !this.team.trim()) this.complain();
    else this.go(at + 1);
  }

  private go(at: number): void {
    this.at = at;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      scrollTo(0, 0);
      this.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    });
  }

  // --- the parts of both ---

  private number(at: number): string {
    return `Contrast ${at + 1} of ${this.step.items.length}`;
  }

  private given(): number {
    return this.step.items.filter((item) => this.answers[item.key]).length;
  }

  private teamField(): TemplateResult {
    return html`<div class="field" data-invalid=${this.missing ? "" : nothing}><label for="rating-team">Which team do you mean?</label>
      <span class="hint" id="rating-team-hint">Everybody who means the same team writes the same name. Capitals and extra spaces make no difference.</span>
      ${this.missing ? html`<span class="error" id="rating-team-error" role="alert">${this.missing}</span>` : nothing}
      <input class="input" id="rating-team" maxlength="80" autocomplete="off" list=${this.teams.length ? "rating-teams" : nothing} aria-invalid=${this.missing ? "true" : nothing} aria-describedby="rating-team-hint${this.missing ? " rating-team-error" : ""}" .value=${this.team} @input=${(event: Event) => this.name((event.target as HTMLInputElement).value)}>
      ${this.teams.length ? html`<datalist id="rating-teams">${this.teams.map((team) => html`<option value=${team}></option>`)}</datalist>` : nothing}</div>`;
  }

  private scale(item: RatingItem): TemplateResult {
    const points = Array.from({ length: this.step.points }, (_, index) => index + 1);
    const answer = this.answers[item.key] ?? "";
    const words = answer === CANNOT ? "Left out" : answer ? said(this.step, item, Number(answer)) : "Not chosen yet";
    return html`<fieldset class="bipolar" data-points=${this.step.points}><legend class="sr">${item.left}, or ${item.right}: ${points.length} steps</legend>
      <div class="bipolar__poles" aria-hidden="true"><span>${item.left}</span><span>${item.right}</span></div>
      <div class="bipolar__dots">${points.map((point) => html`<label><input type="radio" name="r-${item.key}" value=${point} aria-label=${said(this.step, item, point)} .checked=${answer === String(point)} @change=${() => this.give(item.key, String(point))}></label>`)}</div>
      <p class="bipolar__words ${answer ? "strong" : "quiet"}">${words}</p></fieldset>`;
  }

  private cannot(item: RatingItem): TemplateResult {
    return html`<label class="choice"><input type="checkbox" aria-label="I can’t say: ${item.left}, or ${item.right}" .checked=${this.answers[item.key] === CANNOT} @change=${(event: Event) => this.give(item.key, (event.target as HTMLInputElement).checked ? CANNOT : "")}><span>I can’t say. Leave me out of this one</span></label>`;
  }

  private counted(): TemplateResult {
    return html`<div class="message tone-blue"><i class="icon i-shield-check" aria-hidden="true"></i><div>Your answers are counted, not named. ${this.step.team ? "Your team sees" : "You see"} how they spread once 5 people have answered and the facilitator shares it.</div></div>`;
  }

  private handIn(): TemplateResult {
    return html`<button class="btn btn--primary btn--big" aria-busy=${this.busy ? "true" : nothing} @click=${() => this.done()}><i class="icon i-check" aria-hidden="true"></i> ${this.button || "Hand in"}</button>`;
  }

  private name(team: string): void {
    this.missing = "";
    this.tell(team, this.answers);
  }

  private give(key: string, answer: string): void {
    const answers = { ...this.answers, [key]: answer };
    if (!answer) delete answers[key];
    this.tell(this.team, answers);
  }

  private tell(team: string, answers: Answers): void {
    this.team = team;
    this.answers = answers;
    this.dispatchEvent(new CustomEvent("cw-answers", { detail: { team, answers } }));
  }

  private done(): void {
    if (this.busy) return;
    if (this.step.team && !this.team.trim()) this.complain();
    else this.dispatchEvent(new CustomEvent("cw-hand-in"));
  }

  private complain(): void {
    this.missing = "Write the team’s name, so that your answers are counted with your team’s alone.";
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#rating-team")?.focus());
  }
}
customElements.define("cw-rating", CwRating);
