/** The minutes: the scribe types, everybody reads along, others ask to correct. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { say } from "../../../../frontend/parts/block-element";
import { amount, dutyHolder, field } from "../../../../frontend/parts/meeting";
import type { Entry } from "../../../../frontend/store/api";
import { MeetingPart } from "./part";

const PAUSE = 400;
/** Where the words of a correction that is not asked for yet are kept. */
const CORRECTION = "+correction";

export class CwMinutes extends MeetingPart {
  /** The minute that is being typed, once it is kept; it grows under the others' eyes. */
  private writing = "";
  private words = "";
  private who = "";
  private timer = 0;
  private changing = "";
  private asking = false;
  /** The items whose folded lines stand open because one of them is being changed. */
  private readonly unfolded = new Set<string>();

  override disconnectedCallback(): void {
    this.finish();
    super.disconnectedCallback();
  }

  protected override finish(): void {
    this.keep();
  }

  protected override render(): TemplateResult {
    const writer = this.writer();
    return html`<section class="card stack" aria-labelledby="mn"><div class="card__head"><h2 id="mn">Minutes</h2>${writer ? html`<span class="chip"><i class="icon i-pencil" aria-hidden="true"></i> ${writer} is writing</span>` : nothing}<span class="end small quiet">Everyone can read along</span></div>
      ${this.parts()}
      ${this.writable ? html`${this.asker()}${this.has("scribe") ? this.line() : this.reader()}` : nothing}</section>`;
  }

  private writer(): string {
    return this.sheet?.here().find((one) => one.field === "minutes")?.name ?? "";
  }

  /** Minutes item by item; what is past is folded up while the meeting goes on. */
  private parts(): TemplateResult {
    const minutes = this.kind("minute").filter((one) => one.id !== this.writing && field(one, "text").trim());
    const known = new Set(this.items.map((item) => item.id));
    const loose = minutes.filter((one) => !known.has(field(one, "item")));
    const parts = this.items.map((item, number) => {
      const own = minutes.filter((one) => field(one, "item") === item.id);
      const title = `${number + 1} ${field(item, "text")}`;
      if (item === this.live || (own.length && this.phase === "after"))
        return html`<h3>${title}</h3>${own.length ? this.lines(own) : html`<p class="small quiet">Nothing written yet.</p>`}`;
      if (!own.length) return nothing;
      if (own.some((one) => this.typed(one.id) !== undefined)) this.unfolded.add(item.id);
      return html`<details class="fold" ?open=${this.unfolded.has(item.id)}><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${title}: ${own.length} ${own.length === 1 ? "line" : "lines"}</summary>${this.lines(own)}</details>`;
    });
    return html`${parts}${loose.length ? this.lines(loose) : nothing}`;
  }

  private lines(minutes: Entry[]): TemplateResult {
    return html`<div class="minutes">${minutes.map((one) => this.minute(one))}</div>`;
  }

  private minute(one: Entry): TemplateResult {
    const who = field(one, "who");
    if (this.writable && (this.changing === one.id || this.typed(one.id) !== undefined)) return this.changer(one);
    return html`<div><time>${this.timeOf(amount(one, "at"))}</time><div><p class="prewrap">${who ? html`<strong>${this.label(who)}:</strong> ` : nothing}${field(one, "text")}</p>
      <div class="note__meta">${one.saving === "device" ? html`<span>Only on this device</span>` : nothing}${one.late || one.hidden || one.proxy ? this.marks(one) : nothing}</div>
      ${this.has("scribe") ? html`<button class="btn btn--tight btn--quiet minutes__change" @click=${() => this.edit(one.id)}>Change<span class="sr"> the line “${field(one, "text").slice(0, 40)}”</span></button>` : nothing}
      ${this.versions(one, "text")}${this.corrections(one)}</div></div>`;
  }

  private changer(one: Entry): TemplateResult {
    const type = (event: Event): void => {
      if (this.typed(one.id) === undefined) this.sheet?.begin(one.id, "text");
      this.keepTyped(one.id, (event.target as HTMLTextAreaElement).value, one.fields);
    };
    return html`<form class="stack" @submit=${(event: SubmitEvent) => this.change(event, one)}><label class="sr" for="ch-${one.id}">This line of the minutes</label><textarea class="textarea textarea--short" id="ch-${one.id}" name="text" maxlength="2000" .value=${live(this.typed(one.id) ?? field(one, "text"))} @input=${type} @focus=${() => this.sheet?.at(one.id, "text")}></textarea>
        <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => this.leaveLine(one)}>Leave it</button></div></form>`;
  }

  private edit(id: string): void {
    this.changing = id;
    if (!id) this.sheet?.at("", "");
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#ch-${id}`)?.focus());
  }

  private leaveLine(one: Entry): void {
    this.dropTyped(one.id);
    this.edit("");
  }

  private change(event: SubmitEvent, one: Entry): void {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("text"));
    if (text !== field(one, "text")) this.sheet?.patch(one.id, { text });
    this.leaveLine(one);
  }

  // --- the scribe ---

  private line(): TemplateResult {
    return html`<form class="stack writer" @submit=${(event: SubmitEvent) => this.send(event)}>
      <div class="field"><label for="who">Who speaks</label><select class="select" id="who" @change=${(event: Event) => this.speak((event.target as HTMLSelectElement).value)}><option value="">Nobody in particular</option>${(this.forOthers ? this.step.roles : this.used).map((role) => html`<option value=${role.key} ?selected=${role.key === this.who}>${role.label}</option>`)}</select></div>
      <div class="field"><label for="mi">Next line of the minutes</label><textarea class="textarea textarea--short" id="mi" maxlength="2000" .value=${live(this.words)} @input=${(event: Event) => this.type((event.target as HTMLTextAreaElement).value)} @keydown=${(event: KeyboardEvent) => this.press(event)} @focus=${() => this.sheet?.at("", "minutes")} @blur=${() => this.leave()}></textarea></div>
      <div class="row"><button class="btn btn--primary"><i class="icon i-plus" aria-hidden="true"></i> Add the line</button><span class="small quiet">Enter adds it too. What you type is kept as you type.</span></div></form>`;
  }

  private speak(who: string): void {
    this.who = who;
    if (this.writing) this.sheet?.patch(this.writing, { who });
  }

  private type(words: string): void {
    this.words = words;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.keep(), PAUSE);
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.add();
  }

  private leave(): void {
    this.keep();
    this.sheet?.at("", "");
  }

  /** Keeps what stands in the line: a new minute the first time, then the same one. */
  private keep(): void {
    window.clearTimeout(this.timer);
    const { words, who } = this;
    if (this.writing) this.sheet?.patch(this.writing, { text: words });
    else if (words.trim() && this.writable)
      this.writing =
        this.sheet?.put(this.step.key, {
          kind: "minute",
          text: words,
          at: this.now(),
          item: this.live?.id ?? "",
          who,
        }) ?? "";
  }

  private send(event: SubmitEvent): void {
    event.preventDefault();
    this.add();
    this.querySelector<HTMLElement>("#mi")?.focus();
  }

  private add(): void {
    this.keep();
    if (this.writing && !this.words.trim()) this.sheet?.remove(this.writing);
    this.writing = "";
    this.words = "";
    this.requestUpdate();
  }

  // --- everybody else ---

  private reader(): TemplateResult {
    const minutes = this.kind("minute").filter((one) => field(one, "text").trim());
    return html`<div class="row"><span class="small quiet">Only the scribe can type here</span>${minutes.length && !this.isAsking ? html`<button class="btn btn--tight end" @click=${() => this.ask(true)}><i class="icon i-hand" aria-hidden="true"></i> Ask to correct</button>` : nothing}</div>
      ${this.duty("scribe")}${this.refusal()}`;
  }

  private ask(on: boolean): void {
    this.asking = on;
    this.requestUpdate();
    if (on) void this.updateComplete.then(() => this.querySelector<HTMLElement>("#which")?.focus());
  }

  /** Whether the form for a correction is open: somebody chose to ask, or began to and then left the page. */
  private get isAsking(): boolean {
    return this.asking || this.typed(CORRECTION) !== undefined;
  }

  private asker(): TemplateResult | typeof nothing {
    const minutes = this.kind("minute").filter((one) => field(one, "text").trim());
    if (!this.isAsking || !minutes.length) return nothing;
    const about = this.typedFields(CORRECTION).about;
    const type = (event: Event): void => {
      const data = new FormData(event.currentTarget as HTMLFormElement);
      this.asking = true;
      this.keepTyped(CORRECTION, String(data.get("text")), { about: String(data.get("about")) });
    };
    return html`<form class="card card--tight stack" @input=${type} @submit=${(event: SubmitEvent) => this.correct(event)}>
      <div class="field"><label for="which">Which line</label><select class="select" id="which" name="about">${[...minutes].reverse().map((one) => html`<option value=${one.id} ?selected=${one.id === about}>${this.timeOf(amount(one, "at"))} ${field(one, "text").slice(0, 60)}</option>`)}</select></div>
      <div class="field"><label for="should">What should stand there</label><textarea class="textarea textarea--short" id="should" name="text" maxlength="2000" required .value=${live(this.typed(CORRECTION) ?? "")}></textarea></div>
      <div class="row"><button class="btn btn--primary btn--tight">Ask the scribe</button><button type="button" class="btn btn--tight" @click=${() => this.leaveCorrection()}>Leave it</button></div></form>`;
  }

  private leaveCorrection(): void {
    this.dropTyped(CORRECTION);
    this.ask(false);
  }

  private correct(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = String(data.get("text")).trim();
    const who = field(this.mine, "role");
    if (!text) return;
    const about = String(data.get("about"));
    this.sheet?.put(this.step.key, { kind: "correction", about, text, state: "asked", at: this.now(), who });
    say("The scribe is asked");
    this.leaveCorrection();
  }

  /** What others ask to have corrected in a line, until the scribe has dealt with it. */
  private corrections(minute: Entry): TemplateResult[] {
    const asked = this.kind("correction").filter(
      (one) => field(one, "about") === minute.id && field(one, "state") === "asked",
    );
    return asked.map(
      (one) =>
        html`<div class="by"><span class="by__who">${this.authorOf(one) || this.label(field(one, "who"))} asked for this instead</span><p class="prewrap">${field(one, "text")}</p>
        ${this.has("scribe") && dutyHolder(this.entries(), "scribe") ? html`<div class="row"><button class="btn btn--tight" @click=${() => this.settle(one, minute, true)}>Take it in</button><button class="btn btn--tight" @click=${() => this.settle(one, minute, false)}>Leave the line as it is</button></div>` : nothing}</div>`,
    );
  }

  private settle(one: Entry, minute: Entry, taken: boolean): void {
    if (taken) this.sheet?.patch(minute.id, { text: field(one, "text") });
    this.sheet?.patch(one.id, { state: taken ? "taken" : "left" });
    say(taken ? "Corrected" : "Left as it was");
  }
}
customElements.define("cw-minutes", CwMinutes);
