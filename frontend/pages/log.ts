/** A person's own pages: the learning log, private notes and own assessment; with what they wrote beside, to quote from. */

import { html, nothing, type TemplateResult } from "lit";
import type { CwPrompts } from "../../src/commonweal/blocks/prompts/element";
import { say } from "../parts/block-element";
import { type Action, actionsIn, calendarOf } from "../parts/calendar";
import { isoDay, longDay } from "../parts/days";
import "../parts/earlier-rooms";
import { clock, RoomElement, text } from "../parts/room-element";
import { LOG_PAGES } from "../parts/routes";
import { lockNotice, logAddress, opens, privacyLine } from "../parts/sealed";
import { type AnyStep, stepElement } from "../parts/step";
import { asPage, asText, save, type Takeaway } from "../parts/takeaway";
import "../parts/written";
import { written } from "../parts/written";
import type { Sheet } from "../store/api";
import type { Item } from "../store/messages";
import type { RoomStore } from "../store/room";

interface Step extends AnyStep {
  prompts?: { key: string; label: string }[];
}

/** The log of another workshop of the series, which may still be open for writing. */
function logOf(room: RoomStore): TemplateResult {
  const activity = room.items("room", "activity").find((one) => one.id === "w8");
  const sheet = room.sheetFor("w8");
  if (!activity || !sheet)
    return html`<p class="quiet">This workshop has no learning log, or it has not arrived yet.</p>`;
  const steps = (activity.fields?.steps ?? []) as AnyStep[];
  return html`${lockNotice(room, sheet)} ${opens(sheet) ? steps.map((step) => stepElement(room, sheet.id, activity, step)) : nothing}`;
}

export class CwLog extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private into = "";
  private readonly beforePrint = (): void => {
    this.requestUpdate();
    this.performUpdate();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.beforePrint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.beforePrint);
  }

  private item(key = this.activity): Item | undefined {
    return this.room.items("room", "activity").find((one) => one.id === key);
  }

  private get steps(): Step[] {
    return (this.item()?.fields?.steps ?? []) as Step[];
  }

  protected override render(): TemplateResult {
    const activity = this.item();
    const sheet = this.room.sheetFor(this.activity);
    if (!activity || !sheet) return html`<h1>My pages</h1><p class="quiet">This workshop has no such page for you.</p>`;
    return html`<div class="logpage stack" @cw-bring=${(event: CustomEvent<string>) => this.bring(event.detail)} @cw-quote=${(event: CustomEvent<string>) => this.quote(event.detail)} @focusin=${(event: FocusEvent) => this.follow(event)}>
      <div><h1>${text(activity, "title")}</h1>${this.head().map((line) => html`<p class="quiet">${line}</p>`)}</div>
      ${this.tabs()} ${privacyLine(this.room, activity)}
      <p>${text(activity, "purpose")}</p>
      ${lockNotice(this.room, sheet)} ${opens(sheet) ? this.pages(activity, sheet) : nothing}</div>`;
  }

  /** Whose page it is, and of which workshop. */
  private head(): string[] {
    const me = this.room.items("me", "me")[0];
    const info = this.room.items("room", "info")[0];
    const who = [text(me, "name"), text(me, "organisation")];
    const where = [text(info, "title"), longDay(text(info, "date"))];
    return [who, where].map((parts) => parts.filter(Boolean).join(", "));
  }

  private tabs(): TemplateResult | typeof nothing {
    const pages = LOG_PAGES.flatMap((key) => this.item(key) ?? []);
    if (pages.length < 2) return nothing;
    return html`<nav class="tabs noprint" aria-label="My pages">${pages.map((one) => html`<a href=${logAddress(this.room.id, one.id)} aria-current=${one.id === this.activity ? "page" : nothing}>${text(one, "title")}</a>`)}</nav>`;
  }

  private pages(activity: Item, sheet: Sheet): TemplateResult {
    return html`<div class="split split--log"><div class="stack">${this.steps.map((step) => this.step(activity, sheet, step))}
        <section class="on-print"><h2>Notes</h2><div class="ruled"></div></section>
        <cw-earlier-rooms .room=${this.room} heading="Your logs of the series" .show=${logOf}></cw-earlier-rooms>
        ${this.taking()}
        <p class="on-print small">${this.foot()}</p></div>
      <aside class="noprint">${sheet.writable ? html`<cw-written .room=${this.room} .except=${this.activity} .into=${this.intoLabel()}></cw-written>` : nothing}</aside></div>`;
  }

  private step(activity: Item, sheet: Sheet, step: Step): TemplateResult {
    if (step.block === "prompts")
      return html`<p class="quiet noprint">${step.instruction}</p><cw-prompts .room=${this.room} .sheetId=${sheet.id} .activity=${activity} .step=${step} .bring=${true}></cw-prompts>`;
    return html`<section class="stack" aria-labelledby="step-${step.key}"><h2 id="step-${step.key}">${step.title}</h2><p class="quiet noprint">${step.instruction}</p>
      ${step.key === "actions" ? this.fromPlan(sheet) : nothing} ${stepElement(this.room, sheet.id, activity, step)}
      ${step.key === "actions" ? this.toCalendar(sheet) : nothing}</section>`;
  }

  // --- quoting ---

  private get prompt(): string {
    return this.into || (this.steps.find((one) => one.prompts)?.prompts?.[0]?.key ?? "");
  }

  private intoLabel(): string {
    const all = this.steps.flatMap((step) => step.prompts ?? []);
    return all.find((one) => one.key === this.prompt)?.label.split(":")[0] ?? "";
  }

  private follow(event: FocusEvent): void {
    const section = (event.target as HTMLElement).closest<HTMLElement>("[data-prompt]");
    if (section) this.choose(section.dataset.prompt ?? "");
  }

  private choose(prompt: string): void {
    if (prompt === this.into) return;
    this.into = prompt;
    this.requestUpdate();
  }

  private bring(prompt: string): void {
    this.choose(prompt);
    const strip = this.querySelector<HTMLElement>("#written");
    strip?.scrollIntoView();
    strip?.focus();
  }

  private quote(words: string): void {
    const { prompt } = this;
    const element = this.querySelector<HTMLElement>(`[data-prompt="${prompt}"]`)?.closest<CwPrompts>("cw-prompts");
    element?.quote(prompt, words);
    say(`Quoted into ${this.intoLabel()}`);
  }

  // --- actions ---

  private actions(sheet: Sheet): Action[] {
    const named = sheet.entries("actions").map((entry) => {
      const { what, when } = entry.fields;
      return { id: entry.id, what: String(what ?? ""), when: String(when ?? "") };
    });
    return named.filter(({ what }) => what);
  }

  /** Lines of the plan that are no actions yet. */
  private fromPlan(sheet: Sheet): TemplateResult | typeof nothing {
    const plan = sheet.entries("log").filter((entry) => entry.fields.prompt === "plan");
    const have = new Set(this.actions(sheet).map(({ what }) => what));
    const lines = plan.flatMap((entry) => actionsIn(String(entry.fields.text ?? ""), isoDay()));
    const fresh = lines.filter(({ what }) => !have.has(what));
    if (!fresh.length || !sheet.writable) return nothing;
    return html`<button type="button" class="btn noprint" @click=${() => this.take(sheet, fresh)}><i class="icon i-list-checks" aria-hidden="true"></i> ${fresh.length === 1 ? "Make an action of my plan" : `Make ${fresh.length} actions of my plan, one for each line`}</button>`;
  }

  private take(sheet: Sheet, fresh: Omit<Action, "id">[]): void {
    const last = sheet.entries("actions").at(-1)?.fields.place;
    const from = typeof last === "number" ? last : 0;
    for (const [index, action] of fresh.entries()) {
      sheet.put("actions", { row: "", ...action, source: "", place: from + index + 1 });
    }
    say(`${fresh.length} added to your actions`);
  }

  private toCalendar(sheet: Sheet): TemplateResult | typeof nothing {
    const actions = this.actions(sheet);
    const dated = actions.filter(({ when }) => when).length;
    if (!actions.length) return nothing;
    return html`<div class="row noprint"><button type="button" class="btn" aria-disabled=${dated ? nothing : "true"} aria-describedby="calendar-hint" @click=${() => dated && this.saveCalendar(actions)}><i class="icon i-calendar" aria-hidden="true"></i> Add to my calendar</button>
      <span class="hint" id="calendar-hint">${dated ? `A file with ${dated === 1 ? "the action that has a date" : `the ${dated} actions that have a date`}. Your calendar is not sealed: whoever can see it can read them there.` : "Give an action a date first."}</span></div>`;
  }

  private saveCalendar(actions: Action[]): void {
    const from = `From my learning log, ${text(this.room.items("room", "info")[0], "title")}`;
    save("my-actions.ics", "text/calendar", calendarOf(actions, { from, stamp: new Date() }));
    say("Your calendar file is made");
  }

  // --- taking it home ---

  private taking(): TemplateResult {
    return html`<div class="row noprint"><button type="button" class="btn" @click=${() => print()}><i class="icon i-printer" aria-hidden="true"></i> Print or PDF</button>
      <button type="button" class="btn" @click=${() => save(this.fileName("html"), "text/html", asPage(this.takeaway()))}><i class="icon i-download" aria-hidden="true"></i> Take it with me</button>
      <button type="button" class="btn" @click=${() => save(this.fileName("txt"), "text/plain", asText(this.takeaway()))}><i class="icon i-download" aria-hidden="true"></i> As plain text</button></div>
      <p class="small quiet hintline noprint"><i class="icon i-shield-check" aria-hidden="true"></i>The files are made here, from what this device opens: your sealed pages in full. They are not sealed; keep them where you keep private things.</p>`;
  }

  private fileName(ending: string): string {
    return `my-pages-${text(this.room.items("room", "info")[0], "date")}.${ending}`;
  }

  private foot(): string {
    const now = new Date();
    const day = longDay(isoDay(now)).replace(/^\w+ /, "");
    const name = text(this.room.items("me", "me")[0], "name");
    const cycle = this.activity === "w8" ? " Learning cycle after Kolb, 1984." : "";
    return `Private to ${name}. Printed on ${day} at ${clock(now.getHours() * 60 + now.getMinutes())}.${cycle}`;
  }

  /** All sealed pages of the person that open here. */
  private takeaway(): Takeaway {
    const sealed = written(this.room, "").filter(({ activity }) => text(activity, "privacy") === "sealed");
    const chapters = sealed.map(({ activity, passages }) => {
      const headings = [...new Set(passages.map((one) => one.under))];
      const sections = headings.map((heading) => ({
        heading: heading || "My actions",
        passages: passages.filter((one) => one.under === heading).map((one) => one.words),
      }));
      return { title: text(activity, "title"), sections };
    });
    const foot = this.foot().replace("Printed", "Made");
    return { title: "My pages", head: this.head(), chapters, foot };
  }
}
customElements.define("cw-log", CwLog);
