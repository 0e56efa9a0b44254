/** A participant's day: what is on now with its timer, what was, what comes, their group, their sheets, what is saved. */

import { html, nothing, type TemplateResult } from "lit";
import { meeting } from "../parts/meeting-link";
import { clock, countdown, dayOf, minutesIn, RoomElement, remaining, text } from "../parts/room-element";
import { addressOf } from "../parts/routes";
import type { Item } from "../store/messages";

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
    const day = dayOf(this.room);
    const live = day.find(({ state }) => state === "live");
    const done = day.filter(({ state }) => state === "done");
    return html`<h1 class="sr">Today</h1>${this.now(live?.item)} ${this.messages()}
      <section aria-labelledby="day"><h2 id="day">The day</h2>
        ${done.length ? html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Done so far: ${done.length} ${done.length === 1 ? "item" : "items"}</summary><ol class="agenda">${done.map((slot) => this.slotRow(slot))}</ol></details>` : nothing}
        <ol class="agenda">${day.filter(({ state }) => state !== "done").map((slot) => this.slotRow(slot))}</ol></section>
      ${this.sheets()} ${this.group()} ${this.foot()}`;
  }

  private slotRow({ item, start, state }: { item: Item; start: number; state: string }): TemplateResult {
    const planned = item.fields?.fixed;
    const moved =
      planned != null && Number(planned) !== start && state === "pause" ? `Was ${clock(Number(planned))}. ` : "";
    const note = `${moved}${text(item, "note")}`;
    return html`<li data-state=${state || nothing} aria-current=${state === "live" ? "step" : nothing}><time>${clock(start)}</time><div><strong>${text(item, "title")}</strong>${note ? html`<div class="small quiet">${note}</div>` : nothing}${state === "done" || state === "live" ? nothing : meeting(item)}</div></li>`;
  }

  /** The activity to be worked on now: the timer's, or the first open one of the slot that is on. */
  private activity(live: Item | undefined): Item | undefined {
    const all = this.room.items("room", "activity");
    const timer = this.room.items("room", "info")[0]?.fields?.timer as { activity?: string } | undefined;
    const ofSlot = ((live?.fields?.activities ?? []) as { key: string }[]).map(({ key }) => key);
    const open = (key: string): Item | undefined =>
      all.find((one) => one.id === key && this.stateOf(one) !== "waiting");
    return open(timer?.activity ?? "") ?? ofSlot.map(open).find(Boolean);
  }

  private stateOf(activity: Item): string {
    return this.room.sheetFor(activity.id)?.state ?? text(activity, "state");
  }

  private now(live: Item | undefined): TemplateResult {
    const activity = this.activity(live);
    if (!live && !activity) {
      const info = this.room.items("room", "info")[0];
      return html`<section class="now" aria-labelledby="now"><h2 id="now">We begin at ${clock(Number(info?.fields?.start ?? 0))}</h2><p>Until then: your scenario is open. Twenty minutes are enough for a first draft.</p><a class="btn btn--primary btn--big btn--wide" href="/w/${this.room.id}/scenario">Open my scenario <i class="icon i-arrow-right" aria-hidden="true"></i></a></section>`;
    }
    const group = this.room.items("me", "me")[0];
    const name = this.room.items("room", "group").find((one) => one.id === text(group, "group"));
    return html`<section class="now" aria-labelledby="now"><div class="row"><span class="chip chip--live">Now</span><span class="small quiet">${[text(activity, "code") || text(live, "title"), text(name, "name")].filter(Boolean).join(" · ")}</span></div>
      <h2 id="now">${activity ? text(activity, "title") : text(live, "title")}</h2><p>${activity ? text(activity, "purpose") : text(live, "note")}</p>
      ${this.timer()} ${live ? meeting(live) : nothing}
      ${activity ? html`<a class="btn btn--primary btn--big btn--wide" href=${addressOf(this.room, activity)}>${this.stateOf(activity) === "open" ? "Open" : "Look at"} ${text(activity, "holder") === "group" ? "our sheet" : "my sheet"} <i class="icon i-arrow-right" aria-hidden="true"></i></a>` : nothing}</section>`;
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
    const group = text(this.room.items("me", "me")[0], "group");
    const all = [...this.room.items("room", "message"), ...(group ? this.room.items(`group:${group}`, "message") : [])];
    const zone = text(this.room.items("room", "info")[0], "zone");
    return all
      .sort((a, b) => b.seq - a.seq)
      .slice(0, 3)
      .map(
        (one) =>
          html`<div class="message tone-blue"><i class="icon i-megaphone" aria-hidden="true"></i><div><strong>${text(one, "from")}, ${clock(minutesIn(zone, new Date(text(one, "sent"))))}:</strong> ${text(one, "text")}</div></div>`,
      );
  }

  private sheets(): TemplateResult {
    const words: Record<string, [string, string]> = {
      waiting: ["", "Comes later"],
      open: ["tone-green", "Open"],
      closed: ["tone-yellow", "Locked"],
      shared: ["tone-blue", "Shared"],
    };
    const all = this.room
      .items("room", "activity")
      .slice()
      .sort((a, b) => Number(a.fields?.position) - Number(b.fields?.position));
    return html`<section class="stack" aria-labelledby="sheets"><h2 id="sheets">Your sheets</h2><ul class="plainlist stack sheetlist">${all.map(
      (activity) => {
        const [tone, word] = words[this.stateOf(activity)] ?? ["", ""];
        const sheet = this.room.sheetFor(activity.id);
        return html`<li class="row"><a class="grow" href=${addressOf(this.room, activity)}>${text(activity, "title")}</a>${sheet && sheet.saving !== "saved" ? html`<span class="small quiet">${sheet.saving === "device" ? "only on this device" : "saving"}</span>` : nothing}<span class="chip ${tone}">${word}</span></li>`;
      },
    )}</ul><ul class="plainlist sheetlist"><li><a class="grow" href="/w/${this.room.id}/library">Library: readings, resources and scenarios</a></li><li><a class="grow" href="/w/${this.room.id}/portfolio">Scenarios shared with your group</a></li></ul></section>`;
  }

  private group(): TemplateResult {
    return html`<form class="card stack" aria-labelledby="help" @submit=${(event: SubmitEvent) => this.ask(event)}><h2 id="help">Need the facilitator?</h2>
      <div class="field"><label for="helptext">What about? <span class="quiet">(if you like)</span></label><input class="input" id="helptext" name="text" maxlength="300"></div>
      <button class="btn"><i class="icon i-hand" aria-hidden="true"></i> Ask for help</button>
      ${this.asked ? html`<p role="status">The facilitator can see that you asked.</p>` : nothing}${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}</form>`;
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
