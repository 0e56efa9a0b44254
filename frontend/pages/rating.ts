/** A rating without names: answering, changing what was answered, and the team's result once it is shared. */

import { html, nothing, type TemplateResult } from "lit";
import "../../src/commonweal/blocks/rating/element";
import type { Answers, RatingStep } from "../../src/commonweal/blocks/rating/element";
import { say } from "../parts/block-element";
import { keepAnswers, newAnswers, type OwnAnswers, ownAnswers, sendAnswers } from "../parts/rating-queue";
import "../parts/rating-result";
import type { TeamResult } from "../parts/rating-result";
import { RoomElement, text } from "../parts/room-element";
import { groupsOfPeople } from "../parts/sides";
import type { Item } from "../store/messages";

const RETRY = 5000;

export class CwRatingPage extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {}, facilitates: { type: Boolean } };
  declare activity: string;
  declare facilitates: boolean;
  private teams: TeamResult[] = [];
  private people = 0;
  private chosen = "";
  private fetched = "";
  /** Whether it was asked if this person has answered on another device, and whether they have. */
  private asked = false;
  private elsewhere = false;
  private changing = false;
  private retry = 0;
  private shown = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.retry = window.setInterval(() => void this.send(), RETRY);
    addEventListener("online", this.send);
    void this.send();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.retry);
    removeEventListener("online", this.send);
  }

  private own(): OwnAnswers | null {
    return ownAnswers(this.room.id, this.activity, this.room.member);
  }

  private keep(own: OwnAnswers): void {
    keepAnswers(this.room.id, this.activity, this.room.member, own);
    this.requestUpdate();
  }

  private send = async (): Promise<void> => {
    const before = this.own();
    if (before?.state !== "send") return;
    await sendAnswers(this.room.id, this.activity, this.room.member);
    const after = this.own();
    if (after?.state === "sent") say("Your answers are handed in");
    this.requestUpdate();
  };

  protected override render(): TemplateResult {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    const step = (item?.fields?.steps as RatingStep[] | undefined)?.[0];
    if (!item || !step)
      return html`<h1>This is not here</h1><p><a href="/w/${this.room.id}/today">Back to today</a></p>`;
    const state = text(item, "state");
    if (state === "shared") void this.load(item);
    return html`<div class="pagehead"><div><h1>${text(item, "title")}</h1>${state === "shared" ? nothing : html`<p>${text(item, "purpose")}</p>`}</div>
      ${this.facilitates ? html`<a class="btn end" href="/w/${this.room.id}/console"><i class="icon i-arrow-left" aria-hidden="true"></i> Console</a>` : nothing}</div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${state === "shared" ? this.result(step) : this.facilitates ? this.notYet() : this.answering(state, step)}`;
  }

  // --- answering ---

  private answering(state: string, step: RatingStep): TemplateResult {
    const own = this.own();
    if (state === "waiting")
      return html`<div class="empty"><strong>Not open yet.</strong> It opens when the facilitator says so; you need not reload.</div>`;
    if (own && own.state !== "draft" && !this.changing) return this.handedIn(own, state);
    if (state === "closed")
      return html`<div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><strong>Locked.</strong> No answers are taken now. ${own ? "What you chose is kept on this device." : ""}</div></div>`;
    if (!own) void this.ask();
    if (!own && this.elsewhere)
      return html`<div class="message tone-green"><i class="icon i-circle-check" aria-hidden="true"></i><div><strong>You have answered this on another device.</strong> Those answers count. They can be changed there alone, because nothing but that device knows which are yours.</div></div>`;
    const current = own ?? newAnswers();
    return html`${step.instruction ? html`<p class="intro">${step.instruction}</p>` : nothing}
      ${own?.error ? html`<div class="message tone-yellow" role="alert"><i class="icon i-circle-alert" aria-hidden="true"></i><div><strong>Not handed in.</strong> ${own.error}</div></div>` : nothing}
      ${current.known ? html`<p class="small quiet">What you handed in before counts until you hand in again.</p>` : nothing}
      <cw-rating .step=${step} .team=${current.team} .answers=${current.answers} .teams=${this.names()} .button=${current.known ? "Hand in the changes" : "Hand in"}
        @cw-answers=${(event: CustomEvent<{ team: string; answers: Answers }>) => this.keep({ ...current, ...event.detail, state: "draft", error: "" })}
        @cw-hand-in=${() => this.handIn(current)}></cw-rating>`;
  }

  /** Asks once whether this person has answered on another device: of fourteen answers they are better told before. */
  private async ask(): Promise<void> {
    if (this.asked || this.facilitates || !this.room.connected) return;
    this.asked = true;
    const found = await this.room.command("see_result", { activity: this.activity, proof: "" }).catch(() => null);
    this.elsewhere = found?.answered === true;
    if (this.elsewhere) this.requestUpdate();
  }

  /** Names that people may mean: those of the groups here. What others typed is not told. */
  private names(): string[] {
    return groupsOfPeople(this.room).map((group) => text(group, "name"));
  }

  private handIn(own: OwnAnswers): void {
    this.changing = false;
    this.keep({ ...(this.own() ?? own), state: "send", error: "" });
    void this.updateComplete.then(() => {
      scrollTo(0, 0);
      this.querySelector<HTMLElement>("[data-done]")?.focus();
    });
    void this.send();
  }

  private handedIn(own: OwnAnswers, state: string): TemplateResult {
    const count = Object.keys(own.answers).length;
    const waiting = own.state === "send";
    return html`<div class="message ${waiting ? "tone-yellow" : "tone-green"}" tabindex="-1" data-done><i class="icon ${waiting ? "i-wifi-off" : "i-circle-check"}" aria-hidden="true"></i><div class="stack"><strong>${waiting ? "Kept on this device; on the way to the server." : "Handed in."}</strong>
        <span>${count} ${count === 1 ? "answer" : "answers"}${own.team ? html` for “${own.team}”` : nothing}. ${waiting ? "They go as soon as you’re connected." : "The result appears here when the facilitator shares it."}</span></div></div>
      <p class="small quiet hintline"><i class="icon i-eye-off" aria-hidden="true"></i>No name, time or order is kept with your answers. Nobody sees how many have answered before the result is shared.</p>
      ${state === "open" ? html`<button class="btn" @click=${() => this.change()}><i class="icon i-pencil" aria-hidden="true"></i> Change my answers</button>` : nothing}
      <a class="btn btn--quiet" href="/w/${this.room.id}/today">Back to today</a>`;
  }

  private change(): void {
    this.changing = true;
    this.requestUpdate();
  }

  // --- the result ---

  private async load(item: Item): Promise<void> {
    const mark = `${item.seq}`;
    if (this.fetched === mark) return;
    this.fetched = mark;
    try {
      const proof = this.own()?.proof ?? "";
      const name = this.facilitates ? "see_results" : "see_result";
      const found = await this.room.command(name, { activity: this.activity, proof });
      this.teams = found.teams as TeamResult[];
      this.people = Number(found.people ?? 0);
      this.problem = "";
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      window.setTimeout(() => {
        this.fetched = "";
        this.requestUpdate();
      }, RETRY);
    }
    this.requestUpdate();
  }

  private result(step: RatingStep): TemplateResult {
    const team = this.teams.find((one) => one.key === this.chosen) ?? this.teams[0];
    if (!team) return this.none();
    return html`${this.facilitates ? this.choosing(team) : nothing}<cw-rating-result .step=${step} .result=${team}></cw-rating-result>`;
  }

  private none(): TemplateResult {
    if (this.problem) return html`<p>The result could not be fetched; this page tries again by itself.</p>`;
    const team = this.own()?.known ? this.own()?.team : "";
    return html`<div class="empty"><strong>There is no result for you here.</strong> ${
      team
        ? `Fewer than five people answered for “${team}”, so nothing of it is shown to anybody.`
        : "A team’s result is shown to those who answered for it on this device, and by the facilitator on the big screen."
    }</div>`;
  }

  private choosing(team: TeamResult): TemplateResult {
    const show = (part: string, words: string): TemplateResult =>
      html`<button class="btn btn--tight" @click=${() => this.show(team, part)}><i class="icon i-monitor" aria-hidden="true"></i> ${words}</button>`;
    return html`<div class="card stack noprint"><div class="row row--fields"><div class="field"><label for="team">Team</label><select class="select" id="team" @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>${this.teams.map((one) => html`<option value=${one.key} ?selected=${one.key === team.key}>${one.team}</option>`)}</select></div>
        ${show("most", "Big screen: where it differs most")} ${show("all", "Big screen: all contrasts")}</div>
      <p class="small quiet">${this.people ? `${this.people} people answered in all. ` : ""}Teams with fewer than five answers are not listed. Others see the result of the team they answered for; the big screen shows one team to everybody.</p>
      <p role="status">${this.shown}</p></div>`;
  }

  private choose(key: string): void {
    this.chosen = key;
    this.requestUpdate();
  }

  private async show(team: TeamResult, part: string): Promise<void> {
    const done = await this.run("show_result", { activity: this.activity, team: team.key, part });
    this.shown = done ? `${team.team} is on the big screen now.` : "";
    this.requestUpdate();
  }

  private notYet(): TemplateResult {
    return html`<div class="empty"><strong>Not shared yet.</strong> Share it on the console; then the teams’ results stand here. Until then nobody is told how many have answered: a number that grows would tell who has.</div>`;
  }
}
customElements.define("cw-rating-page", CwRatingPage);
