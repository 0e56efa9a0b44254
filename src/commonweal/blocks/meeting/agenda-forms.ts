/** Changing the agenda of a meeting: its items one by one, and what the group brings from its board. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import {
  type Challenge,
  chosenChallenges,
  copied,
  LONGEST_ITEM,
  MINUTES,
  notOnAgenda,
  placeOnAgenda,
} from "../../../../frontend/parts/agenda";
import { say } from "../../../../frontend/parts/block-element";
import { amount, field } from "../../../../frontend/parts/meeting";
import type { Entry } from "../../../../frontend/store/api";
import { MeetingPart } from "./part";

/** Where the words of an item that is not there yet are kept. */
const NEW = "+item";
const MOST_MINUTES = 600;

export class AgendaForms extends MeetingPart {
  /** Whether the forms are open, as somebody here chose; null leaves them open where something is typed in them. */
  private opened: boolean | null = null;

  override disconnectedCallback(): void {
    this.finish();
    super.disconnectedCallback();
  }

  /** Writes what was changed in the items. */
  protected override finish(): void {
    for (const item of this.items) this.settle(item);
  }

  /** Before the meeting everybody may change the agenda, then whoever chairs. */
  protected get mayChange(): boolean {
    return this.writable && (this.phase === "before" || (this.phase === "during" && this.has("chair")));
  }

  protected get changing(): boolean {
    if (!this.writable || !this.items.length) return false;
    const begun = [NEW, ...this.items.map(({ id }) => id)].some((where) => this.typed(where) !== undefined);
    return this.mayChange ? (this.opened ?? begun) : begun;
  }

  protected change(): void {
    const open = !this.changing;
    if (!open) this.finish();
    this.opened = open;
    this.requestUpdate();
  }

  // --- what the group brings ---

  /** What the group chose on its board and the agenda has not, for whoever may put it there. */
  protected offers(): TemplateResult | typeof nothing {
    if (this.forOthers || !this.mayChange) return nothing;
    const chosen = notOnAgenda(chosenChallenges(this.room), this.items);
    if (!chosen.length) return nothing;
    return html`<section class="stack" aria-labelledby="offered"><h3 id="offered">Your group chose for this meeting</h3>
      ${this.items.length ? nothing : html`<p class="small quiet">Once roles are drawn, you can put ${chosen.length === 1 ? "it" : "them"} on the agenda here.</p>`}
      <ul class="plainlist stack">${chosen.map((one) => this.chosenOne(one))}</ul></section>`;
  }

  private chosenOne(one: Challenge): TemplateResult {
    return html`<li class="card card--tight stack"><p class="prewrap">${one.text}</p><div class="note__meta">${one.tags.map((tag) => html`<span class="chip">${tag}</span>`)}<span>From ${one.from}</span></div>
      ${this.items.length ? html`<div><button class="btn btn--tight" data-offer aria-label="Put it on the agenda: ${one.text.slice(0, 60)}" @click=${() => this.bring(one)}><i class="icon i-plus" aria-hidden="true"></i> Put it on the agenda</button></div>` : nothing}</li>`;
  }

  private bring(one: Challenge): void {
    const { items } = this;
    const at = placeOnAgenda(this.step, items, this.live);
    this.put({ ...copied(one), minutes: MINUTES, place: this.between(items[at - 1], items[at]) });
    say("On the agenda");
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[data-offer], [data-change]")?.focus());
  }

  private put(fields: { text: string; note: string; source: string; minutes: number; place: number }): void {
    this.sheet?.put(this.step.key, { kind: "item", ...fields, started: 0, ended: 0 });
    this.requestUpdate();
  }

  // --- items one by one ---

  /** The forms; open once, they stay until somebody closes them. */
  protected changes(): TemplateResult {
    this.opened = true;
    return html`<div class="stack" role="group" aria-label="Change the agenda"><p class="small quiet">What you change is kept as soon as you leave its field.</p>
      ${repeat(
        this.items,
        (item) => item.id,
        (item, number) => this.form(item, number),
      )}
      <form class="card card--tight stack" @input=${(event: Event) => this.typeIn(event)} @submit=${(event: SubmitEvent) => this.add(event)}><div class="field"><label for="new-item">One more item</label><input class="input" id="new-item" name="text" maxlength=${LONGEST_ITEM} required autocomplete="off" .value=${live(this.typed(NEW) ?? "")}></div>
        <div class="field"><label for="new-minutes">Minutes</label><input class="input input--number" id="new-minutes" name="minutes" type="number" min="1" max=${MOST_MINUTES} required .value=${String(this.typedFields(NEW).minutes ?? MINUTES)}></div><button class="btn btn--tight"><i class="icon i-plus" aria-hidden="true"></i> Add it</button></form></div>`;
  }

  private form(item: Entry, number: number): TemplateResult {
    const last = this.items.length - 1;
    const minutes = String(this.typedFields(item.id).minutes ?? amount(item, "minutes"));
    return html`<form class="card card--tight stack" data-item=${item.id} @input=${(event: Event) => this.typeIn(event, item)} @change=${(event: Event) => this.leave(event, item)} @submit=${(event: Event) => event.preventDefault()}>
      <div class="field"><label for="at-${item.id}">Item ${number + 1}</label><input class="input" id="at-${item.id}" name="text" maxlength=${LONGEST_ITEM} required autocomplete="off" .value=${live(this.typed(item.id) ?? field(item, "text"))}></div>
      <div class="field"><label for="am-${item.id}">Minutes</label><input class="input input--number" id="am-${item.id}" name="minutes" type="number" min="1" max=${MOST_MINUTES} required .value=${minutes}></div>
      <div class="row"><button type="button" class="btn btn--tight" data-by="-1" ?disabled=${number === 0} @click=${() => this.move(item, -1)}><i class="icon i-chevron-up" aria-hidden="true"></i> Up</button><button type="button" class="btn btn--tight" data-by="1" ?disabled=${number === last} @click=${() => this.move(item, 1)}><i class="icon i-chevron-down" aria-hidden="true"></i> Down</button><button type="button" class="btn btn--tight btn--danger" ?disabled=${item === this.live || last === 0} @click=${() => this.delete(item)}>Delete</button></div></form>`;
  }

  /** Keeps what is typed in an item, or in the form for one more; minutes that cannot be stay as they were. */
  private typeIn(event: Event, item?: Entry): void {
    const { text, minutes } = read(event.currentTarget as HTMLFormElement);
    if (item && this.typed(item.id) === undefined) this.sheet?.begin(item.id, "text");
    const before = item?.fields ?? { kind: "item", note: "", source: "", started: 0, ended: 0 };
    const length = fits(minutes) ? minutes : item ? amount(item, "minutes") : MINUTES;
    this.keepTyped(item?.id ?? NEW, text, { ...before, minutes: length });
  }

  private leave(event: Event, item: Entry): void {
    this.settle(item);
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem("minutes") as HTMLInputElement;
    const now = this.items.find(({ id }) => id === item.id);
    if (!fits(Number(input.value))) input.value = String(amount(now, "minutes"));
    this.requestUpdate();
  }

  /** Writes what was changed in an item; one without a word stays as it was. Where nothing can be written, words are kept. */
  private settle(item: Entry): void {
    const text = this.typed(item.id)?.trim();
    if (text === undefined || !this.writable) return;
    const { minutes } = this.typedFields(item.id);
    this.dropTyped(item.id);
    const changed = Object.entries({ text, minutes }).filter(([name, value]) => value !== item.fields[name]);
    if (!text || !changed.length) return;
    this.sheet?.patch(item.id, Object.fromEntries(changed));
    say("Agenda changed");
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { text, minutes } = read(form);
    if (!text.trim()) return;
    this.finish();
    this.put({ text: text.trim(), note: "", source: "", minutes, place: this.between(this.items.at(-1), undefined) });
    this.dropTyped(NEW);
    say("Added to the agenda");
  }

  private move(item: Entry, by: number): void {
    this.finish();
    const from = this.items.findIndex(({ id }) => id === item.id);
    const rest = this.items.filter(({ id }) => id !== item.id);
    this.sheet?.patch(item.id, { place: this.between(rest[from + by - 1], rest[from + by]) });
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const moves = `[data-item="${item.id}"] [data-by]:not([disabled])`;
      const [first] = this.querySelectorAll<HTMLElement>(moves);
      (this.querySelector<HTMLElement>(`${moves}[data-by="${by}"]`) ?? first)?.focus();
    });
  }

  private delete(item: Entry): void {
    this.dropTyped(item.id);
    this.finish();
    this.sheet?.remove(item.id);
    say("Deleted");
  }
}

const fits = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES;

function read(form: HTMLFormElement): { text: string; minutes: number } {
  const data = new FormData(form);
  return { text: String(data.get("text")), minutes: Number(data.get("minutes")) };
}
