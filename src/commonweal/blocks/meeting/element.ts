/** A meeting: the cast, the agenda with its clock, one's private brief, minutes, decisions, and what is at hand. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { say } from "../../../../frontend/parts/block-element";
import { dutyHolder, field, lower, ofKind } from "../../../../frontend/parts/meeting";
import { text } from "../../../../frontend/parts/room-element";
import { stakeholdersIn } from "../../../../frontend/parts/stakeholders";
import type { Entry } from "../../../../frontend/store/api";
import "./agenda";
import { keepCard, keptCard } from "./brief";
import "./casting";
import "./decisions";
import "./minutes";
import { MeetingPart } from "./part";

type Tab = "roles" | "now" | "minutes" | "decisions" | "you";

/** Where one's own words for whom one plays are kept until they are sent. */
const PLAYS = "+plays";

export class CwMeeting extends MeetingPart {
  static override properties = { ...MeetingPart.properties, above: { attribute: false } };
  /** What a page has to stand above the meeting; on a phone it goes with the brief. */
  declare above: unknown;
  private tab: Tab = "roles";
  private card = { role: "", html: "" };
  private fetching = "";
  private choosing = false;
  private said = "";
  private was = "";

  protected override render(): TemplateResult {
    const { phase } = this;
    this.fetchCard();
    const tab = this.tabNow();
    const shared = { room: this.room, sheet: this.sheetId, activity: this.activity, step: this.step };
    return html`<div class="meetingroom" data-at=${tab} data-phase=${phase}>${this.unfinished()}${this.tabs(tab)}${this.above ? html`<div class="above" data-tab="you">${this.above}</div>` : nothing}${this.cast()}
      <div class="meeting">
        <div class="stack"><cw-agenda data-tab="now" .room=${shared.room} .sheetId=${shared.sheet} .activity=${shared.activity} .step=${shared.step}></cw-agenda>${phase === "before" ? nothing : this.brief()}</div>
        ${
          phase === "before"
            ? html`<cw-casting data-tab="roles" .room=${shared.room} .sheetId=${shared.sheet} .activity=${shared.activity} .step=${shared.step}></cw-casting><div class="stack">${this.brief()}${this.aids()}</div>`
            : html`<cw-minutes data-tab="minutes" .room=${shared.room} .sheetId=${shared.sheet} .activity=${shared.activity} .step=${shared.step}></cw-minutes>
        <div class="stack"><cw-decisions data-tab="decisions" .room=${shared.room} .sheetId=${shared.sheet} .activity=${shared.activity} .step=${shared.step}></cw-decisions>${this.aids()}</div>`
        }
      </div>${phase === "before" ? this.fromPaper() : nothing}</div>`;
  }

  /** What a facilitator typed in of a meeting that was held on paper, and so was never begun here. */
  private fromPaper(): TemplateResult | typeof nothing {
    if (!this.entries().some((entry) => entry.proxy)) return nothing;
    return html`<div class="stack"><cw-minutes .room=${this.room} .sheetId=${this.sheetId} .activity=${this.activity} .step=${this.step}></cw-minutes><cw-decisions .room=${this.room} .sheetId=${this.sheetId} .activity=${this.activity} .step=${this.step}></cw-decisions></div>`;
  }

  protected override get tells(): boolean {
    return true;
  }

  /** Says which item is on when that changes, and what else is new as every block does. */
  protected override updated(): void {
    super.updated();
    const now = this.live?.id ?? "";
    if (this.said && now && now !== this.said) say(`Now: ${field(this.live, "text")}`);
    this.said = now || this.said;
  }

  // --- one thing at a time, on a phone ---

  /** The part that is in view: what somebody chose, until there is something else to do. */
  private tabNow(): Tab {
    const due = `${this.phase} ${this.phase === "before" && field(this.mine, "role") ? "cast" : ""}`;
    if (due !== this.was) this.tab = this.firstTab();
    this.was = due;
    return this.tab;
  }

  private firstTab(): Tab {
    if (this.phase === "before") return field(this.mine, "role") ? "you" : "roles";
    if (this.phase === "after") return "decisions";
    return dutyHolder(this.entries(), "scribe") === this.room.member ? "minutes" : "now";
  }

  private tabs(at: Tab): TemplateResult {
    const before: [Tab, string][] = [
      ["roles", "Roles"],
      ["now", "Agenda"],
      ["you", "Your brief"],
    ];
    const during: [Tab, string][] = [
      ["now", "Now"],
      ["minutes", "Minutes"],
      ["decisions", "Decisions"],
      ["you", "Brief"],
    ];
    return html`<div class="segment on-phone" role="group" aria-label="Parts of the meeting">${(this.phase === "before" ? before : during).map(([key, label]) => html`<button aria-current=${key === at ? "true" : nothing} @click=${() => this.show(key)}>${label}</button>`)}</div>`;
  }

  private show(tab: Tab): void {
    this.tab = tab;
    this.requestUpdate();
  }

  // --- the cast ---

  private cast(): TemplateResult | typeof nothing {
    const { used } = this;
    if (!used.length) return nothing;
    const cast = ofKind(this.entries(), "cast");
    return html`<ul class="cast" aria-label="Cast" data-tab="you">${used.flatMap((role) =>
      cast
        .filter((entry) => field(entry, "role") === role.key)
        .map(
          (entry) =>
            html`<li class="tone-${role.tone}" aria-current=${entry.by === this.room.member ? "true" : nothing}><strong>${role.label}</strong><span>${this.personOf(entry)}</span><span class="quiet">${field(entry, "plays") || role.line}</span>${((entry.fields.duties ?? []) as string[]).includes("scribe") ? html`<span class="quiet">Writes the minutes</span>` : nothing}</li>`,
        ),
    )}</ul>`;
  }

  private personOf(entry: Entry): string {
    if (entry.by !== this.room.member) return this.nameOf(entry.by);
    return `You (${text(this.room.items("me", "me")[0], "name")})`;
  }

  // --- the brief ---

  /** The card comes from the server, to whoever plays the role, and stays on their device. */
  private fetchCard(): void {
    const role = field(this.mine, "role");
    if (!role || role === this.card.role || this.fetching === role) return;
    const kept = keptCard(this.room.id, this.room.member, this.activity.id, role);
    if (kept) {
      this.card = kept;
      return;
    }
    this.fetching = role;
    fetch(`/w/${this.room.id}/card/${this.activity.id}`)
      .then((answer) => answer.json())
      .then((said: { cards?: { role: string; html: string }[] }) => {
        const mine = said.cards?.find((one) => one.role === role);
        if (!mine) return this.later(role);
        this.card = { role, html: mine.html };
        keepCard(this.room.id, this.room.member, this.activity.id, this.card);
      })
      .catch(() => this.later(role))
      .finally(() => this.requestUpdate());
  }

  /** Tries again in a while: the network is away, or the server has not heard of the role yet. */
  private later(role: string): void {
    window.setTimeout(() => {
      if (this.fetching !== role) return;
      this.fetching = "";
      this.requestUpdate();
    }, 3000);
  }

  private brief(): TemplateResult | typeof nothing {
    const role = this.step.roles.find((one) => one.key === field(this.mine, "role"));
    if (!role)
      return this.phase === "before"
        ? html`<section class="card" data-tab="you"><h2>Your brief</h2><p class="small quiet">It comes with your role, and only you will see it.</p></section>`
        : nothing;
    return html`<section class="card stack brief tone-${role.tone}" data-tab="you" aria-labelledby="br"><h2 id="br"><i class="icon i-eye-off" aria-hidden="true"></i> Your brief</h2>
      <p class="small"><strong>Only you see this.</strong> You play the ${lower(role.label)}.</p>${this.plays()}
      ${this.card.role === role.key ? this.text(this.card.html) : html`<p class="small quiet">Your brief comes as soon as you are connected.</p>`}</section>`;
  }

  /** The card: whole before the meeting, then its first two paragraphs and the rest folded up. */
  private text(card: string): TemplateResult {
    const parts = card.split("</p>").map((one) => `${one}</p>`);
    if (this.phase === "before") return html`<div class="brief__text small">${unsafeHTML(card)}</div>`;
    return html`<div class="brief__text small">${unsafeHTML(parts.slice(0, 2).join(""))}</div>
      <details class="fold small"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> More about this role</summary><div class="brief__text">${unsafeHTML(parts.slice(2, -1).join(""))}</div></details>`;
  }

  /** Whom one plays: from the group's stakeholders, the scenario, or one's own words. The name is kept as it is now. */
  private plays(): TemplateResult {
    const plays = field(this.mine, "plays");
    const source = field(this.mine, "source");
    if (!this.writable || !(this.choosing || this.typed(PLAYS) !== undefined))
      return html`<div class="row small"><span>${plays ? html`You are <strong>${plays}</strong>${source ? html` <span class="quiet">(from ${source})</span>` : nothing}` : "Nobody in particular yet"}</span>${this.writable ? html`<button class="btn btn--tight" @click=${() => this.choose(true)}>${plays ? "Choose somebody else" : "Choose whom I play"}</button>` : nothing}</div>`;
    const lists = this.lists();
    return html`<form class="stack" @submit=${(event: SubmitEvent) => this.play(event, lists)}>
      ${lists.length ? html`<div class="field"><label for="plays">Whom do you play?</label><select class="select" id="plays" name="pick"><option value="">Somebody else, named below</option>${lists.map(([from, names], list) => html`<optgroup label="From ${from}">${names.map((name, number) => html`<option value="${list}.${number}">${name}</option>`)}</optgroup>`)}</select></div>` : nothing}
      <div class="field"><label for="own-plays">${lists.length ? "Or in your own words" : "Whom do you play?"}</label><input class="input" id="own-plays" name="own" maxlength="200" autocomplete="off" .value=${live(this.typed(PLAYS) ?? "")} @input=${(event: Event) => this.keepTyped(PLAYS, (event.target as HTMLInputElement).value)}></div>
      <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => this.leaveChoice()}>Leave it</button></div>${this.refusal()}</form>`;
  }

  /** Names to choose from, each list with where it comes from. */
  private lists(): [string, string[]][] {
    const from = this.step.plays_from;
    const sheet = from ? this.room.sheetFor(from.activity) : null;
    const listed = (sheet?.entries(from?.step) ?? []).map((entry) => field(entry, from?.field ?? "").trim());
    const found: [string, string[]][] = [["our stakeholder list", [...new Set(listed.filter(Boolean))]]];
    for (const { from: source, proposals } of stakeholdersIn(this.room, this.activity))
      found.push([source, proposals.map((one) => one.organisation)]);
    return found.filter(([, names]) => names.length);
  }

  private choose(on: boolean): void {
    this.choosing = on;
    this.requestUpdate();
    if (on) void this.updateComplete.then(() => this.querySelector<HTMLElement>("#plays, #own-plays")?.focus());
  }

  private leaveChoice(): void {
    this.dropTyped(PLAYS);
    this.choose(false);
  }

  private async play(event: SubmitEvent, lists: [string, string[]][]): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const own = String(data.get("own")).trim();
    const [list = "", number = ""] = String(data.get("pick") ?? "").split(".");
    const [from = "", names = []] = list ? (lists[Number(list)] ?? []) : [];
    const plays = own || (names[Number(number)] ?? "");
    const source = own ? "" : from;
    if (await this.run("set_plays", { activity: this.activity.id, plays, source })) this.leaveChoice();
  }

  // --- at hand ---

  private aids(): TemplateResult | typeof nothing {
    if (!this.step.aids.length) return nothing;
    return html`<section class="card stack aids" data-tab="you" aria-labelledby="aids"><h2 id="aids">At hand</h2>${this.step.aids.map(
      (aid) =>
        html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${aid.title}</summary><p class="small">${aid.words}</p><ul class="small">${aid.lines.map((line) => html`<li>${line}</li>`)}</ul></details>`,
    )}</section>`;
  }
}
customElements.define("cw-meeting", CwMeeting);
