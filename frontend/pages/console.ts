/** The facilitator's console: what is live and its controls, around it the day, the groups, the big screen and the talk. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import {
  clock,
  countdown,
  dayOf,
  inASlot,
  isRating,
  minutesIn,
  number,
  RoomElement,
  remaining,
  text,
} from "../parts/room-element";
import { groupsOfPeople } from "../parts/sides";
import type { Item } from "../store/messages";
import { runsOf } from "./console-progress";
import "../parts/sure";
import "./console-day";
import "./console-groups";
import "./console-guide";
import "./console-hand-round";
import "./console-pairs";
import "./console-screen";
import "./console-talk";

/** What a state means to people, by who writes and who is shown it. */
const SAYS: Record<string, Record<string, string>> = {
  group: {
    waiting: "Not open yet. Participants see that it is coming.",
    open: "Groups can write. They can’t see each other until you share.",
    closed: "Locked. What is on its way from a phone still arrives, marked late.",
    shared: "Everybody in the workshop can read this. Review it before it goes on the big screen.",
  },
  alone: {
    waiting: "Not open yet. Participants see that it is coming.",
    open: "Everybody can write. Only they are shown what they write.",
    closed: "Locked. People can read what they wrote, and nobody else can.",
    shared: "Only counts came together. Nobody is shown what others wrote.",
  },
  wall: {
    waiting: "Not open yet.",
    open: "Everybody can write notes without a name. Collect, review and show them when all have finished, from five writers on.",
    closed: "No more notes are taken. What waits can still be shown.",
    shared: "No more notes are taken. What waits can still be shown.",
  },
  rating: {
    waiting: "Not open yet. Participants see that it is coming.",
    open: "People answer alone. Nobody is told how many have: a number that grows would tell who has just answered.",
    closed: "Locked. No answers are taken; you can still share what there is.",
    shared: "Shared for good. Each team’s result is shown to those who answered for it, from five answers on.",
  },
};

export class CwConsole extends RoomElement {
  private chosen = sessionStorage.getItem(`cw-console ${location.pathname}`) ?? "";
  private confirming = "";
  private clockTimer = 0;
  /** Minutes for the timer, where somebody has typed others than the plan gives. */
  private typedMinutes = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.clockTimer = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.clockTimer);
  }

  protected override render(): TemplateResult {
    const activity = this.activity();
    const { room } = this;
    const closed = text(room.items("room", "info")[0], "state") !== "open";
    return html`<h1 class="sr">Facilitator console</h1>
      ${this.problem ? html`<div class="message tone-danger" role="alert"><i class="icon i-triangle-alert" aria-hidden="true"></i><div><strong>That did not happen.</strong> ${this.problem}</div></div>` : nothing}
      ${this.rehearsing()}
      <div class="console">
        <div class="console__day"><cw-console-day .room=${room} @cw-start=${(event: CustomEvent<Item>) => this.start(event.detail)}></cw-console-day></div>
        <div class="console__live">${closed ? this.closed() : this.live(activity)}
          ${closed ? nothing : html`<cw-console-progress .room=${room} .activity=${activity}></cw-console-progress><cw-console-groups .room=${room}></cw-console-groups><cw-console-pairs .room=${room}></cw-console-pairs>`}${this.workshop(closed)}</div>
        <div class="console__side"><cw-console-talk .room=${room}></cw-console-talk><cw-console-screen .room=${room} .activity=${activity}></cw-console-screen><cw-console-guide .room=${room} .activity=${activity?.id ?? ""}></cw-console-guide></div>
      </div>`;
  }

  private rehearsing(): TemplateResult | typeof nothing {
    if (!this.room.items("room", "info")[0]?.fields?.rehearsal) return nothing;
    return html`<div class="message tone-blue"><i class="icon i-eye" aria-hidden="true"></i><div><strong>You are rehearsing.</strong> Pretend people write here. <a href="/plan/${this.room.id}/rehearse/">Be one of them, or put the workshop back as it was</a></div></div>`;
  }

  private async start(item: Item): Promise<void> {
    await this.run("start_item", { key: text(item, "key") });
    const first = (item.fields?.activities as { key: string }[] | undefined)?.[0];
    if (first) this.choose(first.key);
  }

  // --- what is live ---

  private activities(): Item[] {
    return this.room
      .items("room", "activity")
      .slice()
      .sort((a, b) => number(a, "position") - number(b, "position"));
  }

  private activity(): Item | undefined {
    const all = this.activities();
    const running = dayOf(this.room).find(({ state }) => state === "live")?.item;
    const ofSlot = (running?.fields?.activities as { key: string }[] | undefined)?.[0]?.key;
    return all.find((one) => one.id === this.chosen) ?? all.find((one) => one.id === ofSlot) ?? all[0];
  }

  private choose(key: string): void {
    this.chosen = key;
    this.typedMinutes = "";
    sessionStorage.setItem(`cw-console ${location.pathname}`, key);
    this.confirming = "";
    this.requestUpdate();
  }

  private closed(): TemplateResult {
    return html`<section class="card stack" aria-labelledby="lv"><div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><h2 id="lv">This workshop is closed</h2><p>People can read everything and change nothing but their log. You can open it again below.</p></div></div></section>`;
  }

  private live(activity: Item | undefined): TemplateResult {
    const day = dayOf(this.room);
    const running = day.findIndex(({ state }) => state === "live");
    const next = day[running + 1]?.item;
    const whole = !runsOf(this.room);
    return html`<section class="card stack live-card" aria-labelledby="lv">
      <div class="row">${running >= 0 ? html`<span class="chip chip--live">Live</span>` : nothing}<h2 id="lv">${running >= 0 ? text(day[running]?.item, "title") : "Not started yet"}</h2></div>
      ${this.timer(whole)}
      <div class="field"><label for="act" class="small">Activity</label>
        <select class="select" id="act" @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>
          ${this.activities().map((one) => html`<option value=${one.id} ?selected=${one.id === activity?.id}>${text(one, "code")} ${text(one, "title")}</option>`)}
        </select></div>
      ${activity ? this.controls(activity, whole) : nothing}
      ${next && whole ? this.goOn(next) : nothing}
    </section>`;
  }

  /** On to the next slot; asks first while people still have time. */
  private goOn(next: Item): TemplateResult {
    const left = remaining(this.room);
    const early = Boolean(left && !left.paused && left.seconds > 0);
    if (this.confirming === `next ${next.id}`)
      return html`<div class="message tone-yellow"><i class="icon i-timer" aria-hidden="true"></i><div><strong>There is time left on the timer.</strong> It stops when you go on.
        <div class="row"><button class="btn btn--primary" @click=${() => this.start(next)}>Go on to ${text(next, "title")}</button><button class="btn" @click=${() => this.choose(this.chosen)}>Not yet</button></div></div></div>`;
    return html`<button class="btn btn--primary" @click=${() => (early ? this.confirm(`next ${next.id}`) : this.start(next))}><i class="icon i-skip-forward" aria-hidden="true"></i> Next: ${text(next, "title")}</button>`;
  }

  private confirm(what: string): void {
    this.confirming = what;
    this.requestUpdate();
  }

  private timer(whole: boolean): TemplateResult | typeof nothing {
    const left = remaining(this.room);
    if (!left) {
      return whole
        ? html`<form class="row" @submit=${(event: SubmitEvent) => this.startTimer(event)}><button class="btn"><i class="icon i-timer" aria-hidden="true"></i> Start the timer</button>
          <label class="row nowrap"><input class="input input--number" name="minutes" type="number" min="1" max="600" required .value=${live(this.typedMinutes || String(this.planned()))} @input=${(event: Event) => this.typeMinutes(event)}> <span class="small">minutes</span></label></form>`
        : nothing;
    }
    const timer = this.room.items("room", "info")[0]?.fields?.timer as { activity?: string } | undefined;
    const about = this.activities().find((one) => one.id === timer?.activity && one !== this.activity());
    const over = left.seconds < 0;
    const zone = text(this.room.items("room", "info")[0], "zone");
    const ends = clock(minutesIn(zone, new Date(Date.now() + this.room.clockSkew + left.seconds * 1000)));
    return html`<div class="row"><span class="clock" role="timer" data-state=${over ? "over" : nothing}>${countdown(left.seconds)}</span>
      <span class="quiet">${left.paused ? "Paused" : over ? "over" : html`left<br>ends ${ends}`}${about ? html`<br>for ${text(about, "title")}` : nothing}</span>
      ${
        whole
          ? html`<div class="row end">
        <button class="btn btn--tight" @click=${() => this.run(left.paused ? "resume_timer" : "pause_timer")}><i class="icon ${left.paused ? "i-play" : "i-pause"}" aria-hidden="true"></i> ${left.paused ? "Go on" : "Pause"}</button>
        <button class="btn btn--tight" @click=${() => this.run("add_minutes", { minutes: -1 })}><i class="icon i-minus" aria-hidden="true"></i> 1 min</button>
        <button class="btn btn--tight" @click=${() => this.run("add_minutes", { minutes: 1 })}><i class="icon i-plus" aria-hidden="true"></i> 1 min</button>
        <button class="btn btn--quiet btn--tight" @click=${() => this.run("clear_timer")}>Stop</button>
      </div>`
          : nothing
      }</div>`;
  }

  /** Minutes that the plan gives the activity, or that it takes by itself. */
  private planned(): number {
    const activity = this.activity();
    const slots = this.room.items("room", "agenda");
    const placed = slots.flatMap((slot) => (slot.fields?.activities ?? []) as { key: string; minutes?: number }[]);
    return placed.find(({ key }) => key === activity?.id)?.minutes || number(activity, "minutes") || 10;
  }

  private typeMinutes(event: Event): void {
    this.typedMinutes = (event.target as HTMLInputElement).value;
  }

  private async startTimer(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const minutes = Number(new FormData(event.target as HTMLFormElement).get("minutes"));
    if (await this.run("start_timer", { minutes, activity: this.activity()?.id ?? "" })) this.typedMinutes = "";
  }

  private controls(activity: Item, whole: boolean): TemplateResult {
    const state = text(activity, "state");
    const kind = kindOf(activity);
    const counts = text(activity, "together") === "counts";
    const shares = kind === "rating" || kind === "group" || (kind === "alone" && counts);
    const control = (to: string, icon: string, label: string): TemplateResult =>
      html`<button class="btn" aria-pressed=${state === to} @click=${() => this.setState(activity, to)}><i class="icon ${icon}" aria-hidden="true"></i> ${label}</button>`;
    return html`${
      whole
        ? html`<div class="controls" role="group" aria-label=${text(activity, "title")}>
        ${control("open", "i-lock-open", "Open")} ${control("closed", "i-lock", "Lock")}
        ${shares ? control("shared", "i-eye", "Share all") : nothing}
      </div>`
        : html`<p class="small">You run ${this.ownGroups()}. Open, lock and share for them in the table below.</p>`
    }
      ${this.confirming === activity.id ? this.confirmation(activity) : nothing}
      ${whole ? html`<p class="small quiet">${text(activity, "privacy") === "sealed" ? "Sealed: only its writer can read a page, whatever its state. You open and lock it." : SAYS[kind]?.[state]}</p>` : nothing}
      ${inASlot(this.room, activity.id) ? nothing : html`<p class="small quiet">This stands in no slot of the day. Open it whenever it fits.</p>`}
      ${whole && (kind === "wall" || kind === "rating") && state === "open" ? html`<cw-console-hand-round .room=${this.room} .activity=${activity.id}></cw-console-hand-round>` : nothing}
      ${this.links(activity, kind, state, shares)}`;
  }

  private ownGroups(): string {
    const runs = runsOf(this.room);
    const names = groupsOfPeople(this.room).filter((group) => runs?.has(group.id));
    return names.map((group) => text(group, "name")).join(" and ") || "no group";
  }

  private links(activity: Item, kind: string, state: string, shares: boolean): TemplateResult | typeof nothing {
    const room = `/w/${this.room.id}`;
    if (kind === "rating")
      return state === "shared"
        ? html`<p><a href="${room}/rating/${activity.id}?as=facilitator">Results by team, and the big screen</a></p>`
        : nothing;
    if (!shares && kind !== "wall") return nothing;
    return html`<p><a href="${room}/console/review/${activity.id}">${kind === "wall" ? "Review and show the wall’s notes" : "Review for the big screen"}</a> · <a href="${room}/together/${activity.id}?as=facilitator">Side by side</a></p>`;
  }

  private async setState(activity: Item, state: string): Promise<void> {
    const left = remaining(this.room);
    const early = Boolean(left && left.seconds > 0 && text(activity, "state") === "open");
    if (state === "shared" && (early || isRating(activity)) && this.confirming !== activity.id) {
      this.confirm(activity.id);
      return;
    }
    this.confirming = "";
    await this.run("set_state", { activity: activity.id, state });
  }

  private confirmation(activity: Item): TemplateResult {
    const words = isRating(activity)
      ? html`<strong>Sharing ends the answering for good.</strong> Results are worked out once, and nobody can change an answer afterwards. Share now?`
      : html`<strong>Groups still have time left.</strong> Share now all the same?`;
    return html`<div class="message tone-yellow"><i class="icon i-timer" aria-hidden="true"></i><div>${words}
      <div class="row"><button class="btn btn--primary" @click=${() => this.setState(activity, "shared")}>Share now</button>
      <button class="btn" @click=${() => this.choose(activity.id)}>Not yet</button></div></div></div>`;
  }

  // --- the workshop as a whole ---

  private workshop(closed: boolean): TemplateResult | typeof nothing {
    if (runsOf(this.room)) return nothing;
    const info = this.room.items("room", "info")[0];
    const out = this.room.items("desk", "removed");
    return html`<section class="card stack" aria-labelledby="wk"><h2 id="wk">Workshop</h2>
      <label class="choice"><input type="checkbox" .checked=${Boolean(info?.fields?.presence)} @change=${(event: Event) => this.run("set_presence", { on: (event.target as HTMLInputElement).checked })}> Show people who is writing where</label>
      <cw-sure label=${closed ? "Open the workshop again" : "Close the workshop"} yes="Close it" ?plain=${closed}
        words="Nobody can change anything but their log any more, and the keys to anonymous notes are gone for good. Everybody sees that it is closed."
        @cw-sure=${() => this.run(closed ? "reopen" : "close")}></cw-sure>
      ${out.length ? html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Taken out: ${out.length}</summary><ul class="plainlist stack">${out.map((one) => html`<li class="row">${text(one, "name")} <button class="btn btn--tight end" @click=${() => this.run("restore_member", { id: Number(one.id.slice(1)) })}>Let ${text(one, "name")} back in</button></li>`)}</ul></details>` : nothing}
    </section>`;
  }
}
customElements.define("cw-console", CwConsole);

/** How an activity is worked on: by groups (or the room), by each alone, on the wall, or on scales. */
function kindOf(activity: Item): string {
  if (isRating(activity)) return "rating";
  if (text(activity, "privacy") === "anonymous") return "wall";
  return ["private", "sealed"].includes(text(activity, "privacy")) ? "alone" : "group";
}
