/** The base of block elements: one step of one sheet, drawn from its entries. */

import { html, nothing, type TemplateResult } from "lit";
import type { Entry, Sheet } from "../store/api";
import type { Item } from "../store/messages";
import { RoomElement, text } from "./room-element";
import { say } from "./say";
import { takesWords } from "./segments";
import { typedIn } from "./typed-in";
import { isEntry, Typing, type Unfinished } from "./typing";

export { say };

/** An element for one step; `step` holds the step's settings, `activity` the activity's item. */
export class BlockElement<Step extends { key: string }> extends RoomElement {
  static override properties = {
    ...RoomElement.properties,
    sheetId: {},
    step: { attribute: false },
    activity: { attribute: false },
  };
  declare sheetId: string;
  declare step: Step;
  declare activity: Item;
  private seen = new Set<string>();
  /** By entry and field: the texts that stand side by side, and those that a colleague's choice left out. */
  private standing = new Map<string, string[]>();
  private leftOut = new Map<string, string[]>();
  /** Where this person chose themselves. */
  private chose = new Set<string>();
  private spoken = 0;
  private wasWritable = false;

  /** A page that is left, or put away on a phone, may not come back. */
  private readonly putAway = (event: Event): void => {
    if (event.type === "pagehide" || document.visibilityState === "hidden") this.finish();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.putAway);
    document.addEventListener("visibilitychange", this.putAway);
  }

  override disconnectedCallback(): void {
    removeEventListener("pagehide", this.putAway);
    document.removeEventListener("visibilitychange", this.putAway);
    super.disconnectedCallback();
  }

  /** Writes what was typed and waits for a pause in the typing. */
  protected finish(): void {}

  /** Writes what was typed and could not be written until now: the page was left, or the sheet was locked. */
  protected resume(): void {}

  protected override willUpdate(): void {
    const { writable } = this;
    if (writable && !this.wasWritable) void this.updateComplete.then(() => this.resume());
    this.wasWritable = writable;
  }

  protected get sheet(): Sheet | null {
    return this.room.sheet(this.sheetId);
  }

  /** The entries of this step, or of another one of the sheet; who types in for others works on what they typed alone. */
  protected entries(step = this.step.key): Entry[] {
    return this.typedByMe(this.sheet?.entries(step) ?? []);
  }

  protected typedByMe(entries: Entry[]): Entry[] {
    return this.forOthers ? entries.filter((entry) => entry.mine) : entries;
  }

  /** Whether a facilitator types in here what others wrote on paper. */
  protected get forOthers(): boolean {
    return text(this.room.items("me", "me")[0], "role") === "facilitator";
  }

  protected get writable(): boolean {
    return Boolean(this.sheet?.writable) && takesWords(this.room, this.activity);
  }

  /** Whether one person writes here for themselves. */
  protected get alone(): boolean {
    return text(this.activity, "holder") === "person" && !this.sheet?.people.length;
  }

  // --- words not written yet -------------------------------------------------------------------------------------

  /** What is being typed at a place of this step, if anything is. */
  protected typed(where: string): string | undefined {
    return Typing.of(this.room).text(this.sheetId, this.step.key, where);
  }

  protected keepTyped(where: string, words: string, fields: Record<string, unknown> = {}): void {
    const { sheetId: sheet, step } = this;
    Typing.of(this.room).keep(
      { sheet, step: step.key, where, text: words, fields },
      text(this.activity, "privacy") === "sealed",
    );
  }

  protected dropTyped(where: string): void {
    Typing.of(this.room).drop(this.sheetId, this.step.key, where);
  }

  /** Words begun on this step that have no place any more: it was locked, or their entry was deleted. */
  protected unfinished(): TemplateResult | typeof nothing {
    const ids = new Set(this.entries().map((entry) => entry.id));
    const left = Typing.of(this.room)
      .left()
      .filter((one) => one.sheet === this.sheetId && one.step === this.step.key)
      .filter((one) => !this.writable || (isEntry(entryOf(one)) && !ids.has(entryOf(one))));
    if (!left.length) return nothing;
    const places = new Map<string, Unfinished[]>();
    for (const one of left) places.set(entryOf(one), [...(places.get(entryOf(one)) ?? []), one]);
    return html`<div class="stack" role="status">${[...places.values()].map((one) => this.offered(one))}</div>`;
  }

  /** What was typed in one entry, field by field. */
  private offered(fields: Unfinished[]): TemplateResult {
    const deleted = this.writable;
    const words = fields.map((one) => one.text).join("\n");
    return html`<div class="message tone-yellow"><i class="icon i-pencil" aria-hidden="true"></i><div class="stack"><p><strong>${deleted ? "This was deleted while you were changing it." : "This was locked while you were writing."}</strong> Your words are kept on this device until you choose.</p>
      <p class="prewrap">“${words}”</p><div class="row">
      ${deleted ? html`<button class="btn btn--tight" @click=${() => this.putTyped(fields)}>Put it back</button>` : nothing}
      <button class="btn btn--tight" @click=${() => navigator.clipboard?.writeText(words)}><i class="icon i-copy" aria-hidden="true"></i> Copy</button>
      <button class="btn btn--tight btn--danger" @click=${() => this.letGo(fields)}>Let it go</button></div></div></div>`;
  }

  private putTyped(fields: Unfinished[]): void {
    const typed = Object.fromEntries(fields.map((one) => [one.where.split("/")[1] ?? "text", one.text]));
    this.sheet?.put(this.step.key, { ...fields[0]?.fields, ...typed });
    this.letGo(fields);
  }

  private letGo(fields: Unfinished[]): void {
    for (const { where } of fields) this.dropTyped(where);
    this.requestUpdate();
  }

  /** Tells of others' new entries at most every ten seconds. */
  protected override updated(): void {
    const others = this.entries().filter((entry) => !entry.mine);
    const fresh = others.filter((entry) => !this.seen.has(entry.id));
    const first = this.spoken === 0;
    if (!first && fresh.length && Date.now() - this.spoken < 10_000) return;
    for (const entry of others) this.seen.add(entry.id);
    if (fresh.length && !first) say(`${fresh.length} new from others`);
    if (fresh.length || first) this.spoken = Date.now();
  }

  /** The name of an entry's author, "You", or nothing where nobody is named. */
  protected authorOf(entry: Entry): string {
    if (entry.mine) return "You";
    return entry.by ? this.nameOfMember(entry.by) : "";
  }

  /** The name of somebody who writes, or wrote, on this sheet. */
  private nameOfMember(id: string): string {
    const me = this.room.items("me", "me")[0];
    const channels = [`group:${text(me, "group")}`, `group:${text(me, "pair")}`, "desk"];
    const people = channels.flatMap((channel) => [
      ...this.room.items(channel, "person"),
      ...this.room.items(channel, "left"),
    ]);
    const colleague = this.sheet?.people.find((one) => one.member === id);
    return (
      colleague?.name ??
      text(
        people.find((one) => one.id === id),
        "name",
      )
    );
  }

  /** Marks of an entry: who wrote it, whether it is only here, late or hidden. */
  protected marks(entry: Entry, named = !this.alone): TemplateResult {
    const author = named ? this.authorOf(entry) : "";
    return html`${author ? html`<span>${author}</span>` : nothing}${entry.saving === "device" ? html`<span>Only on this device</span>` : nothing}${entry.late ? html`<span class="chip tone-yellow">Late</span>` : nothing}${typedIn(entry)}${entry.hidden ? html`<span class="chip tone-pink">Hidden from others: ${entry.hidden}</span>` : nothing}`;
  }

  /** Two versions of a text that could not be merged, side by side, for a person to choose. */
  protected versions(entry: Entry, field: string): TemplateResult | typeof nothing {
    const others = entry.versions[field] ?? [];
    const current = String(entry.fields[field] ?? "");
    this.watch(`${entry.id} ${field}`, current, others);
    if (!this.writable) return nothing;
    if (!others.length) return this.chosen(entry, field, current);
    const happened = this.alone ? "You changed this on two devices at once." : "Two people changed the same words.";
    const choose = (words: string): void => {
      this.chose.add(`${entry.id} ${field}`);
      this.sheet?.settle(entry.id, field, words);
    };
    const version = (words: string, whose: string): TemplateResult =>
      html`<div><p class="small quiet">${whose}</p><p class="prewrap">${words}</p><button class="btn btn--tight" @click=${() => choose(words)}>Keep this one alone</button></div>`;
    const whose = ({ by }: { by: string }): string => {
      const name = entry.by && !this.alone ? this.nameOfMember(by) : "";
      return by === this.room.member && !this.alone ? "You wrote" : name ? `${name} wrote` : "The other version";
    };
    return html`<div class="message tone-yellow" role="group" aria-label="Two versions"><i class="icon i-columns-2" aria-hidden="true"></i><div class="stack">
      <strong>${happened} ${others.length > 1 ? `All ${others.length + 1}` : "Both"} versions are kept until ${this.alone ? "you choose" : "one of you chooses"}.</strong>
      <div class="versions">${version(current, "In the text now")}${others.map((one) => version(one.text, whose(one)))}</div>
      <button class="btn btn--primary btn--tight" @click=${() => choose([current, ...others.map((one) => one.text)].join("\n"))}>Keep ${others.length > 1 ? "all" : "both"}</button></div></div>`;
  }

  /** Notes which texts stand side by side; when somebody else has chosen, those that are in the text no more. */
  private watch(key: string, current: string, others: readonly { text: string }[]): void {
    if (others.length) {
      this.standing.set(key, [current, ...others.map((one) => one.text)]);
      return;
    }
    const known = this.chose.delete(key) ? [] : (this.standing.get(key) ?? []);
    const gone = known.filter((words) => words.trim() && !current.includes(words));
    this.standing.delete(key);
    if (gone.length) this.leftOut.set(key, gone);
  }

  /** Says what a choice that somebody else made left out, so that nothing goes in silence. */
  private chosen(entry: Entry, field: string, current: string): TemplateResult | typeof nothing {
    const key = `${entry.id} ${field}`;
    const words = (this.leftOut.get(key) ?? []).join("\n");
    if (!words) return nothing;
    const done = (): void => {
      this.leftOut.delete(key);
      this.requestUpdate();
    };
    const back = (): void => {
      this.sheet?.patch(entry.id, { [field]: `${current}\n${words}` });
      done();
    };
    return html`<div class="message tone-blue" role="status"><i class="icon i-columns-2" aria-hidden="true"></i><div class="stack"><p><strong>One of the two versions was chosen.</strong> This one was left out:</p><p class="prewrap">${words}</p>
      <div class="row"><button type="button" class="btn btn--tight" @click=${back}>Add it again</button><button type="button" class="btn btn--tight" @click=${done}>Leave it out</button></div></div></div>`;
  }

  /** A place between two others in a list. */
  protected between(before: Entry | undefined, after: Entry | undefined): number {
    const low = before ? Number(before.fields.place ?? 0) : after ? Number(after.fields.place ?? 0) - 2 : 0;
    const high = after ? Number(after.fields.place ?? 0) : low + 2;
    return (low + high) / 2;
  }
}

/** The entry in which something is typed, where it is typed in one: what stands before a field's name. */
function entryOf({ where }: Unfinished): string {
  return where.split("/")[0] ?? "";
}
