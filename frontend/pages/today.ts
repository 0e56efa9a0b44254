/** A participant's day: what is on now with its timer, what was, what comes, their group, their sheets, what is saved. */

import { html, nothing, type TemplateResult } from "lit";
import { meeting } from "../parts/meeting-link";
import { messagesFor } from "../parts/messages";
import { clock, countdown, dayOf, inASlot, minutesIn, RoomElement, remaining, text, vars } from "../parts/room-element";
import { addressOf } from "../parts/routes";
import { activityNow, placedOf, progressOf, stateOf, takesWords, todayIn } from "../parts/segments";
import "../parts/wishes";
import type { Item } from "../store/messages";

const STATES: Record<string, [string, string]> = {
  waiting: ["", "Comes later"],
  open: ["tone-green", "Open"],
  closed: ["tone-yellow", "Locked"],
  shared: ["tone-blue", "Shared"],
  over: ["", "Closed"],
};

/** States of slots that are over: they were done, or gone past. */
const PAST = ["done", "skipped"];

export class CwToday extends RoomElement {
  private ticking = 0;
  private asked = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticking);
  }

  protected override render(): TemplateResult {
    const over = this.isOver();
    const day = dayOf(this.room).map((one) => (over && one.state === "live" ? { ...one, state: "done" } : one));
    const live = day.find(({ state }) => state === "live");
    const done = day.filter(({ state }) => PAST.includes(state));
    return html`<h1 class="sr">Today</h1>${this.now(live?.item)} ${this.messages()}
      <section aria-labelledby="day"><h2 id="day">The day</h2>
        ${done.length ? html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Done so far: ${this.countOf(done)}</summary><ol class="agenda">${done.map((slot) => this.slotRow(slot))}</ol></details>` : nothing}
        <ol class="agenda">${day.filter(({ state }) => !PAST.includes(state)).map((slot) => this.slotRow(slot))}</ol></section>
      ${this.sheets()} ${this.isOver() ? nothing : this.group()} ${this.foot()}`;
  }

  private countOf(past: { state: string }[]): string {
    const left = past.filter(({ state }) => state === "skipped").length;
    const done = past.length - left;
    return `${done} ${done === 1 ? "item" : "items"}${left ? `, ${left} left out` : ""}`;
  }

  private slotRow({ item, start, state }: { item: Item; start: number; state: string }): TemplateResult {
    const planned = item.fields?.fixed;
    const moved =
      planned != null && Number(planned) !== start && state === "pause" ? `Was ${clock(Number(planned))}. ` : "";
    const note = state === "skipped" ? "Left out today." : `${moved}${text(item, "note")}`;
    return html`<li data-state=${state || nothing} aria-current=${state === "live" ? "step" : nothing}><time>${clock(start)}</time><div><strong>${text(item, "title")}</strong>${note ? html`<div class="small quiet">${note}</div>` : nothing}${PAST.includes(state) || state === "live" ? nothing : meeting(item)}</div></li>`;
  }

  private now(live: Item | undefined): TemplateResult {
    const activity = activityNow(this.room);
    const info = this.room.items("room", "info")[0];
    if (this.isOver()) return this.over();
    if (!live && !activity) return this.early(info);
    const group = this.room.items("me", "me")[0];
    const name = this.room.items("room", "group").find((one) => one.id === text(group, "group"));
    return html`<section class="now" aria-labelledby="now"><div class="row"><span class="chip chip--live">Now</span><span class="small quiet">${[text(activity, "code") || text(live, "title"), text(name, "name")].filter(Boolean).join(" · ")}</span></div>
      <h2 id="now">${activity ? text(activity, "title") : text(live, "title")}</h2><p>${activity ? text(activity, "purpose") : text(live, "note")}</p>
      ${this.timer()} ${activity ? this.placed(activity) : nothing} ${live ? meeting(live) : nothing}
      ${activity ? html`<a class="btn btn--primary btn--big btn--wide" href=${addressOf(this.room, activity)}>${stateOf(this.room, activity) === "open" ? "Open" : "Look at"} ${["group", "pair"].includes(text(activity, "holder")) ? "our sheet" : "my sheet"} <i class="icon i-arrow-right" aria-hidden="true"></i></a>` : nothing}</section>`;
  }

  private placed(activity: Item): TemplateResult | typeof nothing {
    const placed = placedOf(this.room, activity);
    if (!placed) return nothing;
    return html`<div><span class="meter" aria-hidden="true" ${vars({ v: (100 * placed.done) / placed.parts })}><i></i></span><span class="small quiet">Your group has placed ${placed.done} of ${placed.parts}</span></div>`;
  }

  /** Before the day has begun: when it does, and what can be done until then. */
  private early(info: Item | undefined): TemplateResult {
    const date = text(info, "date");
    const begins = clock(Number(info?.fields?.start ?? 0));
    const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
    const when =
      date > todayIn(text(info, "zone"), new Date(Date.now() + this.room.clockSkew))
        ? `${day.format(new Date(`${date}T12:00:00Z`))}, ${begins}`
        : begins;
    const work = this.room.items("room", "activity").find((one) => text(one, "segment") === "before");
    const progress = work && progressOf(this.room, work);
    return html`<section class="now" aria-labelledby="now"><h2 id="now">We begin at ${when}</h2>
      ${work ? html`<p>Until then: ${text(work, "title")}. ${progress ? html`<span class="num">${progress.done} of ${progress.parts}</span> written; twenty minutes are enough for a first draft.` : nothing}</p><a class="btn btn--primary btn--big btn--wide" href=${addressOf(this.room, work)}>${work.id === "w6" ? `Open ${this.room.sheetFor(work.id)?.people.length ? "our" : "my"} scenario` : `Open ${text(work, "title")}`} <i class="icon i-arrow-right" aria-hidden="true"></i></a>` : nothing}</section>`;
  }

  private isOver(): boolean {
    return ["closed", "archived"].includes(text(this.room.items("room", "info")[0], "state"));
  }

  /** When the workshop is over: what can still be written. */
  private over(): TemplateResult {
    const after = this.room.items("room", "activity").filter((one) => text(one, "segment") === "after");
    const log = after.sort((a, b) => Number(a.fields?.position) - Number(b.fields?.position))[0];
    const open = log !== undefined && takesWords(this.room, log);
    return html`<section class="now" aria-labelledby="now"><h2 id="now">The workshop is over</h2><p>${open ? "Your log is still open: what have you tried since?" : "All you wrote stays here for you to read."}</p>
      ${log ? html`<a class="btn btn--primary btn--big btn--wide" href=${addressOf(this.room, log)}>${open ? "Open" : "Read"} my log <i class="icon i-arrow-right" aria-hidden="true"></i></a>` : nothing}</section>`;
  }

  private timer(): TemplateResult | typeof nothing {
    const left = remaining(this.room);
    if (!left) return nothing;
    const over = left.seconds < 0;
    const ends = clock(
      minutesIn(
        text(this.room.items("room", "info")[0], "zone"),
        new Date(Date.now() + this.room.clockSkew + left.seconds * 1000),
      ),
    );
    return html`<div class="clockrow" role="timer"><span class="clock" data-state=${over ? "over" : nothing}>${countdown(left.seconds)}</span><span class="quiet">${left.paused ? "Paused" : over ? "over" : `left, until ${ends}`}</span></div>`;
  }

  private messages(): TemplateResult[] {
    const zone = text(this.room.items("room", "info")[0], "zone");
    return messagesFor(this.room)
      .slice(0, 3)
      .map(
        (one) =>
          html`<div class="message tone-blue"><i class="icon i-megaphone" aria-hidden="true"></i><div><strong>${text(one, "from")}, ${clock(minutesIn(zone, new Date(text(one, "sent"))))}:</strong> ${text(one, "text")}</div></div>`,
      );
  }

  /** One's sheets by when they are done, each with how much of it is empty. */
  private sheets(): TemplateResult {
    const all = this.room
      .items("room", "activity")
      .filter((one) => stateOf(this.room, one) !== "waiting" || inASlot(this.room, one.id))
      .sort((a, b) => Number(a.fields?.position) - Number(b.fields?.position));
    const of = (segment: string): Item[] => all.filter((one) => (text(one, "segment") || "during") === segment);
    const observes = text(this.room.items("me", "me")[0], "role") === "observer";
    const wishes = observes || this.isOver() ? nothing : html`<cw-interest .room=${this.room}></cw-interest>`;
    return html`<section class="stack" aria-labelledby="sheets"><h2 id="sheets">Your sheets</h2>
      ${this.segment("Before the workshop", of("before"), wishes)}
      ${this.segment("At the workshop", of("during"), nothing)}
      ${this.segment("Afterwards", of("after"), observes ? nothing : this.afterwards())}
      <ul class="plainlist sheetlist"><li><a class="grow" href="/w/${this.room.id}/library">Library: readings, resources and scenarios</a></li><li><a class="grow" href="/w/${this.room.id}/portfolio">Scenarios shared with your group</a></li></ul></section>`;
  }

  private segment(title: string, all: Item[], more: TemplateResult | typeof nothing): TemplateResult | typeof nothing {
    if (!all.length) return more;
    const later = all.filter((one) => stateOf(this.room, one) === "waiting");
    const list = (some: Item[]) =>
      html`<ul class="plainlist stack sheetlist">${some.map((one) => this.sheetRow(one))}</ul>`;
    return html`<h3>${title}</h3>${list(all.filter((one) => !later.includes(one)))}${later.length ? html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${later.length} ${later.length === 1 ? "comes" : "come"} later</summary>${list(later)}</details>` : nothing}${more}`;
  }

  private sheetRow(activity: Item): TemplateResult {
    const state = stateOf(this.room, activity);
    const [tone, word] = (state !== "open" || takesWords(this.room, activity) ? STATES[state] : STATES.over) ?? [
      "",
      "",
    ];
    const sheet = this.room.sheetFor(activity.id);
    const progress = stateOf(this.room, activity) === "waiting" ? null : progressOf(this.room, activity);
    const missing = progress ? progress.parts - progress.done : 0;
    const words = progress && (missing ? `${progress.done} of ${progress.parts}, ${missing} empty` : "All there");
    return html`<li class="row"><a class="grow" href=${addressOf(this.room, activity)}>${text(activity, "title")}</a>${sheet && sheet.saving !== "saved" ? html`<span class="small quiet">${sheet.saving === "device" ? "only on this device" : "saving"}</span>` : nothing}${words ? html`<span class="small quiet num">${words}</span>` : nothing}<span class="chip ${tone}">${word}</span></li>`;
  }

  private afterwards(): TemplateResult {
    const until = text(this.room.items("room", "info")[0], "log_until");
    const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    return html`${until ? html`<p class="small quiet">You can write in your log until ${words.format(new Date(`${until}T12:00:00Z`))}, also when the workshop is closed.</p>` : nothing}<cw-check-in .room=${this.room}></cw-check-in>`;
  }

  private group(): TemplateResult {
    return html`<form class="card stack" aria-labelledby="help" @submit=${(event: SubmitEvent) => this.ask(event)}><h2 id="help">Need the facilitator?</h2>
      <div class="field"><label for="helptext">What about? <span class="quiet">(if you like)</span></label><input class="input" id="helptext" name="text" maxlength="300"></div>
      <button class="btn"><i class="icon i-hand" aria-hidden="true"></i> Ask for help</button>
      ${this.calls()}${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}</form>`;
  }

  /** What became of the last call for help: one's own, or one's group's. */
  private calls(): TemplateResult | typeof nothing {
    const group = text(this.room.items("me", "me")[0], "group");
    const mine = this.room.items(`group:${group}`, "help").sort((a, b) => b.seq - a.seq)[0];
    if (mine?.fields?.answered) return html`<p role="status">The facilitator is on the way.</p>`;
    return mine || this.asked ? html`<p role="status">The facilitator can see that you asked.</p>` : nothing;
  }

  private async ask(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.asked = Boolean(await this.run("ask_help", { text: String(new FormData(form).get("text")) }));
    if (this.asked) form.reset();
    this.requestUpdate();
  }

  private foot(): TemplateResult {
    const heard = this.room.heard;
    const at = heard ? clock(heard.getHours() * 60 + heard.getMinutes()) : "";
    const words =
      this.room.saving === "saved"
        ? `Saved on this device and on the server${at ? `, ${at}` : ""}`
        : `Saved on this device. Server last heard from ${at ? `at ${at}` : "not yet"}`;
    return html`<p class="small quiet hintline"><i class="icon i-shield-check" aria-hidden="true"></i>${words}</p>`;
  }
}
customElements.define("cw-today", CwToday);
