/** The facilitator's console: the run of the day, what is live, how groups get on, the big screen, messages, help. */

import { html, nothing, type TemplateResult } from "lit";
import { clock, countdown, dayOf, number, RoomElement, remaining, text, vars } from "../parts/room-element";
import type { Item } from "../store/messages";
import "./console-groups";
import "./console-pairs";

const STATES: Record<string, [string, string]> = {
  waiting: ["tone-plain", "Waiting"],
  open: ["tone-green", "Open"],
  closed: ["tone-yellow", "Locked"],
  shared: ["tone-blue", "Shared"],
};
const SAYS: Record<string, string> = {
  waiting: "Not open yet. Participants see that it is coming.",
  open: "Groups can write. They can’t see each other until you share.",
  closed: "Locked. What is on its way from a phone still arrives, marked late.",
  shared: "Everybody in the workshop can read this. Review it before it goes on the big screen.",
};

export class CwConsole extends RoomElement {
  private chosen = "";
  private late = { words: "", cuts: [] as { key: string; words: string }[] };
  private asked = "";
  private confirming = "";
  private screenLink = "";
  private clockTimer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clockTimer = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.clockTimer);
  }

  protected override render(): TemplateResult {
    this.askWhetherLate();
    return html`<h1 class="sr">Facilitator console</h1>
      ${this.problem ? html`<div class="message tone-danger" role="alert"><i class="icon i-triangle-alert" aria-hidden="true"></i><div><strong>That did not happen.</strong> ${this.problem}</div></div>` : nothing}
      <div class="console">
        ${this.day()}
        <div>${this.live()} ${this.progress()}<cw-console-groups .room=${this.room}></cw-console-groups><cw-console-pairs .room=${this.room}></cw-console-pairs>${this.workshop()}</div>
        <div>${this.screen()} ${this.messages()} ${this.help()}</div>
      </div>`;
  }

  // --- the run of the day ---

  private day(): TemplateResult {
    const day = dayOf(this.room);
    const longest = Math.max(30, ...day.map(({ item }) => number(item, "minutes")));
    return html`<section class="card" aria-labelledby="rd">
      <div class="row"><h2 id="rd">Run of the day</h2></div>
      ${this.late.words ? html`<p class="small" role="status">${this.late.words}</p>` : nothing}
      <ol class="agenda run">
        ${day.map(({ item, start, end, state }) => {
          const planned = number(item, "minutes");
          const took = state === "done" ? end - start : 0;
          const width = (minutes: number): number => Math.min(100, (100 * minutes) / longest);
          return html`<li data-state=${state || nothing} aria-current=${state === "live" ? "step" : nothing}>
            <time>${clock(start)}</time>
            <div class="planact">
              <strong class="small">${text(item, "title")}</strong>
              <span class="small quiet nowrap">${state === "done" ? `${planned}, took ${took}` : `${planned} min`}</span>
              <div class="bars" aria-hidden="true"><i ${vars({ a: 0, b: width(planned) })}></i>${took ? html`<i class=${took > planned ? "late" : ""} ${vars({ a: 0, b: width(took) })}></i>` : nothing}</div>
            </div>
          </li>`;
        })}
      </ol>
      <p class="small quiet">Grey: planned. Petrol: actual. Pink: over.</p>
      <div class="field"><label for="jump" class="small">Go to another slot</label><select class="select" id="jump" @change=${(
        event: Event,
      ) =>
        this.jump(
          event,
          day.map(({ item }) => item),
        )}><option value="">Choose one</option>${day.filter(({ state }) => state !== "live").map(({ item }) => html`<option value=${item.id}>${text(item, "title")}</option>`)}</select></div>
      ${this.cutList()}
      <a class="btn btn--wide btn--tight" href="/plan/${this.room.id}/"><i class="icon i-pencil" aria-hidden="true"></i> Change the plan</a>
    </section>`;
  }

  private cutList(): TemplateResult | typeof nothing {
    if (!this.late.cuts.length) return nothing;
    return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> What could be cut</summary>
      <ul class="small">${this.late.cuts.map((cut) => html`<li>${cut.words}</li>`)}</ul></details>`;
  }

  private askWhetherLate(): void {
    const day = this.room.items("room", "agenda").map((item) => `${item.id}:${item.seq}`);
    const question = `${day.join()}@${Math.floor(Date.now() / 30_000)}`;
    if (question === this.asked) return;
    this.asked = question;
    fetch(`/w/${this.room.id}/late`, { headers: { "X-Commonweal": "1" } })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((found) => {
        if (found) this.late = found;
        this.requestUpdate();
      })
      .catch(() => undefined);
  }

  private jump(event: Event, items: Item[]): void {
    const select = event.target as HTMLSelectElement;
    const item = items.find((one) => one.id === select.value);
    select.value = "";
    if (item) void this.start(item);
  }

  private async start(item: Item): Promise<void> {
    await this.run("start_item", { key: text(item, "key") });
    const first = (item.fields?.activities as { key: string }[] | undefined)?.[0];
    if (first) this.chosen = first.key;
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
    return all.find((one) => one.id === (this.chosen || ofSlot)) ?? all[0];
  }

  private live(): TemplateResult {
    const activity = this.activity();
    const day = dayOf(this.room);
    const running = day.findIndex(({ state }) => state === "live");
    const next = day[running + 1]?.item;
    return html`<section class="card stack live-card" aria-labelledby="lv">
      <div class="row"><span class="chip chip--live">Live</span><h2 id="lv">${running >= 0 ? text(day[running]?.item, "title") : "Not started yet"}</h2></div>
      ${this.timer()}
      <div class="field"><label for="act" class="small">Activity</label>
        <select class="select" id="act" @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>
          ${this.activities().map((one) => html`<option value=${one.id} ?selected=${one.id === activity?.id}>${text(one, "code")} ${text(one, "title")}</option>`)}
        </select></div>
      ${activity ? this.controls(activity) : nothing}
      ${next ? html`<button class="btn btn--primary" @click=${() => this.start(next)}><i class="icon i-skip-forward" aria-hidden="true"></i> Next: ${text(next, "title")}</button>` : nothing}
    </section>`;
  }

  private choose(key: string): void {
    this.chosen = key;
    this.confirming = "";
    this.requestUpdate();
  }

  private timer(): TemplateResult {
    const left = remaining(this.room);
    const minutes = number(this.activity(), "minutes") || 10;
    if (!left) {
      return html`<div class="row"><button class="btn" @click=${() => this.run("start_timer", { minutes, activity: this.activity()?.id ?? "" })}><i class="icon i-timer" aria-hidden="true"></i> Start the timer: ${minutes} min</button></div>`;
    }
    const over = left.seconds < 0;
    return html`<div class="row"><span class="clock" role="timer" data-state=${over ? "over" : nothing}>${countdown(left.seconds)}</span>
      <span class="quiet">${left.paused ? "Paused" : over ? "over" : "left"}</span>
      <div class="row end">
        <button class="btn" @click=${() => this.run(left.paused ? "resume_timer" : "pause_timer")}><i class="icon ${left.paused ? "i-play" : "i-pause"}" aria-hidden="true"></i> ${left.paused ? "Go on" : "Pause"}</button>
        <button class="btn" @click=${() => this.run("add_minutes", { minutes: -1 })}><i class="icon i-minus" aria-hidden="true"></i> 1 min</button>
        <button class="btn" @click=${() => this.run("add_minutes", { minutes: 1 })}><i class="icon i-plus" aria-hidden="true"></i> 1 min</button>
        <button class="btn btn--quiet" @click=${() => this.run("clear_timer")}>Stop</button>
      </div></div>`;
  }

  private controls(activity: Item): TemplateResult {
    const state = text(activity, "state");
    const anonymous = text(activity, "privacy") === "anonymous";
    const shares = !anonymous && (text(activity, "privacy") !== "private" || text(activity, "together") === "counts");
    const control = (to: string, icon: string, label: string): TemplateResult =>
      html`<button class="btn" aria-pressed=${state === to} @click=${() => this.setState(activity, to)}><i class="icon ${icon}" aria-hidden="true"></i> ${label}</button>`;
    return html`<div class="controls" role="group" aria-label=${text(activity, "title")}>
        ${control("open", "i-lock-open", "Open")} ${control("closed", "i-lock", "Lock")}
        ${shares ? control("shared", "i-eye", "Share all") : nothing}
      </div>
      ${this.confirming === activity.id ? this.confirmation(activity) : nothing}
      <p class="small quiet">${state === "open" && text(activity, "privacy") === "private" ? "Open. Only those who write here can read it." : SAYS[state]}</p>
      ${shares || anonymous ? html`<p><a href="/w/${this.room.id}/console/review/${activity.id}">${anonymous ? "Review and show the wall’s notes" : "Review for the big screen"}</a> · <a href="/w/${this.room.id}/together/${activity.id}?as=facilitator">Side by side</a></p>` : nothing}`;
  }

  private async setState(activity: Item, state: string): Promise<void> {
    const left = remaining(this.room);
    if (state === "shared" && left && left.seconds > 0 && this.confirming !== activity.id) {
      this.confirming = activity.id;
      this.requestUpdate();
      return;
    }
    this.confirming = "";
    await this.run("set_state", { activity: activity.id, state });
  }

  private confirmation(activity: Item): TemplateResult {
    return html`<div class="message tone-yellow"><i class="icon i-timer" aria-hidden="true"></i><div><strong>Groups still have time left.</strong> Share now all the same?
      <div class="row"><button class="btn btn--primary" @click=${() => this.setState(activity, "shared")}>Share now</button>
      <button class="btn" @click=${() => this.choose(activity.id)}>Not yet</button></div></div></div>`;
  }

  // --- how groups get on ---

  private progress(): TemplateResult {
    const activity = this.activity();
    const groups = this.room
      .items("room", "group")
      .slice()
      .sort((a, b) => number(a, "position") - number(b, "position"));
    const rows = groups.map((group) => this.groupRow(group, activity)).filter((row) => row !== nothing);
    return html`<section class="card" aria-labelledby="pg">
      <div class="card__head"><h2 id="pg">How groups are getting on</h2><span class="small quiet">Counts only. You see what they write when they share it.</span></div>
      ${
        rows.length && text(activity, "holder") === "group"
          ? html`<div class="scroll" tabindex="0" role="region" aria-labelledby="pg"><table class="table">
        <thead><tr><th scope="col">Group</th><th scope="col" class="n">Here</th><th scope="col">Written</th><th scope="col">State</th><th scope="col">This group</th></tr></thead>
        <tbody>${rows}</tbody></table></div>`
          : html`<p class="small quiet">${text(activity, "holder") === "person" ? "Each person works alone on this; nobody else is shown it." : text(activity, "holder") === "pair" ? "Pairs write on this; nobody but the pair is shown it." : "No groups yet, or nothing to count for this activity."}</p>`
      }
    </section>`;
  }

  private groupRow(group: Item, activity: Item | undefined): TemplateResult | typeof nothing {
    if (!activity) return nothing;
    const id = `${activity.id}.${group.id}`;
    const sheet = this.room.items("desk", "sheet").find((one) => one.id === id);
    if (!sheet) return nothing;
    const counts = (this.room.items(`${id}/counts`, "counts")[0]?.fields ?? {}) as {
      total?: number;
      steps?: Record<string, number>;
    };
    const titles = new Map(
      ((activity.fields?.steps ?? []) as { key: string; title: string }[]).map((step) => [step.key, step.title]),
    );
    const people = this.room.items("desk", "person").filter((one) => text(one, "group") === group.id);
    const here = people.filter((one) => this.room.present().has(one.id)).length;
    const [tone, word] = STATES[text(sheet, "state")] ?? ["", ""];
    const asks = this.room
      .items("desk", "help")
      .some((one) => text(one, "group") === group.id && !one.fields?.answered);
    return html`<tr><th scope="row">${text(group, "name")}</th><td class="n">${here} of ${people.length}</td>
      <td>${Object.entries(counts.steps ?? {}).map(([step, count]) => html`<div class="small"><span class="num">${count}</span> ${titles.get(step) ?? step}</div>`)}${counts.total ? nothing : html`<span class="quiet">Nothing yet</span>`}</td>
      <td><span class="chip ${asks ? "tone-pink" : tone}">${asks ? "Asked for help" : word}</span></td>
      <td><select class="select" aria-label="Change ${text(group, "name")} alone" @change=${(event: Event) => this.setGroup(event, activity, group)}>
        ${["waiting", "open", "closed", "shared"].map((state) => html`<option value=${state} ?selected=${state === text(sheet, "state")}>${STATES[state]?.[1]}</option>`)}</select></td></tr>`;
  }

  private setGroup(event: Event, activity: Item, group: Item): void {
    const state = (event.target as HTMLSelectElement).value;
    void this.run("set_state", { activity: activity.id, state, group: Number(group.id.slice(1)) });
  }

  // --- big screen, messages, help ---

  private screen(): TemplateResult {
    const now = this.room.items("screen", "screen")[0];
    const mode = text(now, "mode") || "code";
    const activity = this.activity();
    const modes: [string, string][] = [
      ["code", "How to join"],
      ["question", "Question and timer"],
      ["timer", "Timer"],
      ["shared", "What was shared"],
      ["wall", "Evaluation wall"],
      ["blank", "Nothing"],
    ];
    const words = new Map(modes).get(mode) ?? mode;
    return html`<section class="card stack" aria-labelledby="bs"><h2 id="bs">Big screen</h2>
      <div class="screenlet" role="img" aria-label="Big screen now shows: ${words}"><strong>${
        mode === "question"
          ? text(
              this.activities().find((one) => one.id === text(now, "activity")),
              "question",
            )
          : words
      }</strong><span class="small"><span class="code">${this.code()}</span></span></div>
      <div class="field"><label for="sc" class="small">Showing</label>
        <select class="select" id="sc" @change=${(event: Event) => this.run("set_screen", { mode: (event.target as HTMLSelectElement).value, activity: activity?.id ?? "" })}>
          ${modes.map(([key, label]) => html`<option value=${key} ?selected=${key === mode}>${label}</option>`)}</select>
        <span class="hint">For ${text(activity, "title")}. Words of groups go up only when shared and reviewed.</span></div>
      <a class="btn btn--tight" href="/w/${this.room.id}/screen" target="_blank" rel="noopener"><i class="icon i-monitor" aria-hidden="true"></i> Open it here</a>
      <button class="btn btn--tight" @click=${() => this.linkScreen()}>A link for another machine</button>
      ${this.screenLink ? html`<input class="input" readonly aria-label="Link for the big screen" .value=${this.screenLink}>` : nothing}
    </section>`;
  }

  private code(): string {
    const code = text(this.room.items("screen", "screen")[0], "code");
    return `${code.slice(0, 4)} ${code.slice(4)}`;
  }

  private async linkScreen(): Promise<void> {
    const given = await this.run("open_screen");
    if (given) this.screenLink = `${location.origin}/screen/${given.token}`;
    this.requestUpdate();
  }

  private messages(): TemplateResult {
    const groups = this.room.items("room", "group");
    const sent = this.room
      .items("desk", "message")
      .slice()
      .sort((a, b) => b.seq - a.seq)[0];
    return html`<form class="card stack" aria-labelledby="ms" @submit=${(event: SubmitEvent) => this.send(event)}><h2 id="ms">Message</h2>
      <div class="field"><label for="to" class="small">To</label><select class="select" id="to" name="group"><option value="">Everyone</option>${groups.map((group) => html`<option value=${group.id.slice(1)}>${text(group, "name")}</option>`)}</select></div>
      <div class="field"><label for="mt" class="small">Message</label><textarea class="textarea textarea--short" id="mt" name="text" maxlength="500" required></textarea></div>
      <button class="btn btn--wide"><i class="icon i-send" aria-hidden="true"></i> Send</button>
      ${sent ? html`<p class="small quiet">Last: ${text(sent, "text")}</p>` : nothing}</form>`;
  }

  private async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const group = data.get("group") ? Number(data.get("group")) : null;
    if (await this.run("message", { text: String(data.get("text")), group })) form.reset();
  }

  private help(): TemplateResult | typeof nothing {
    const calls = this.room.items("desk", "help").filter((one) => !one.fields?.answered);
    if (!calls.length) return nothing;
    const names = new Map(this.room.items("room", "group").map((group) => [group.id, text(group, "name")]));
    return html`<section class="card stack" aria-labelledby="hp"><h2 id="hp"><i class="icon i-hand" aria-hidden="true"></i> Asking for help</h2>
      ${calls.map(
        (
          call,
        ) => html`<p class="small"><strong>${names.get(text(call, "group")) ?? text(call, "from")}:</strong> “${text(call, "text")}”</p>
        <button class="btn btn--tight" @click=${() => this.run("answer_help", { id: Number(call.id.slice(1)) })}>I’m on my way</button>`,
      )}</section>`;
  }

  private workshop(): TemplateResult {
    const info = this.room.items("room", "info")[0];
    const closed = ["closed", "archived"].includes(text(info, "state"));
    return html`<section class="card stack" aria-labelledby="wk"><h2 id="wk">Workshop</h2>
      <div class="row">
        <label class="choice"><input type="checkbox" .checked=${Boolean(info?.fields?.presence)} @change=${(event: Event) => this.run("set_presence", { on: (event.target as HTMLInputElement).checked })}> Show people who is writing where</label>
        <button class="btn btn--tight" @click=${() => this.run(closed ? "reopen" : "close")}>${closed ? "Open the workshop again" : "Close the workshop"}</button>
      </div></section>`;
  }
}
customElements.define("cw-console", CwConsole);
