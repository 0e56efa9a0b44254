/** Passages that answer prompts: a text area for each, saved as people type; colleagues write side by side. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { BlockElement } from "../../../../frontend/parts/block-element";
import { isoDay, longDay } from "../../../../frontend/parts/days";
import { castOf, field, labelOf, lower, meetingIn } from "../../../../frontend/parts/meeting";
import type { Entry } from "../../../../frontend/store/api";

interface Prompt {
  key: string;
  label: string;
  hint: string;
  tone?: string;
}
interface Step {
  key: string;
  title: string;
  instruction: string;
  prompts: Prompt[];
  dated?: boolean;
  own: boolean;
  roles_from: string;
}
const PAUSE = 400;
/** Characters that a passage may have, as on the server. */
const LONGEST = 8000;
const NEW = "new";

export class CwPrompts extends BlockElement<Step> {
  static override properties = { ...BlockElement.properties, only: {}, bring: { type: Boolean } };
  /** The key of the one prompt to show, or empty for all. */
  declare only: string;
  /** Whether each prompt has a button that asks the page for something to quote (the event `cw-bring`). */
  declare bring: boolean;
  private timers = new Map<string, number>();
  private joining = new Set<string>();
  /** By prompt, the dated passage that is open for writing: its id, or NEW. */
  private writing = new Map<string, string>();

  protected override resume(): void {
    const places = [...this.step.prompts.map(({ key }) => key), ...this.entries().map(({ id }) => id)];
    for (const key of places) if (this.typed(key) !== undefined) this.save(key);
  }

  override disconnectedCallback(): void {
    this.finish();
    super.disconnectedCallback();
  }

  protected override finish(): void {
    for (const key of [...this.timers.keys()]) this.save(key);
  }

  protected override render(): TemplateResult {
    const prompts = this.step.prompts.filter((prompt) => !this.only || prompt.key === this.only);
    return html`${this.unfinished()}<div class="cycle">${repeat(
      prompts,
      (prompt) => `${this.sheetId} ${prompt.key}`,
      (prompt) => this.prompt(prompt),
    )}</div>`;
  }

  private passages(prompt: string): Entry[] {
    return this.entries().filter((entry) => entry.fields.prompt === prompt);
  }

  /** One's own passage under a prompt; of dated ones, the one that is open. */
  private mine(prompt: string): Entry | undefined {
    const mine = this.passages(prompt).filter((entry) => entry.mine);
    return this.step.dated ? this.open(prompt, mine) : mine[0];
  }

  private prompt(prompt: Prompt): TemplateResult {
    const passages = this.passages(prompt.key);
    const mine = this.mine(prompt.key);
    const others = passages.filter((entry) => entry !== mine);
    const id = `${this.sheetId}-${prompt.key}`.replace(/\W/g, "-");
    return html`<section class="tone-${prompt.tone || "plain"}" data-prompt=${prompt.key}><h2 id="${id}-label">${prompt.label}</h2>
      ${prompt.hint ? html`<p class="hint" id="${id}-hint">${prompt.hint}</p>` : nothing}
      ${this.step.dated ? nothing : others.map((entry) => (mine && entry.mine ? this.twin(mine, entry) : this.passage(entry)))}
      ${mine && this.inRole(mine) ? html`<p class="small quiet">You${this.inRole(mine)}</p>` : nothing}
      ${this.sheet?.people.length && others.length && !mine && this.writable ? html`<p class="small quiet noprint">Add words of your own here, or change what is above.</p>` : nothing}
      ${this.writable ? this.area(prompt, mine, id) : this.reading(mine, others.length > 0)}
      ${mine ? this.versions(mine, "text") : nothing}
      ${this.bring && this.writable ? html`<button type="button" class="btn on-phone noprint" @click=${() => this.ask(prompt.key)}><i class="icon i-plus" aria-hidden="true"></i> Bring in something I wrote</button>` : nothing}
      ${this.step.dated ? this.earlier(prompt, others) : nothing}</section>`;
  }

  private reading(mine: Entry | undefined, more: boolean): TemplateResult {
    const words = String(mine?.fields.text ?? "");
    if (!words && more) return html``;
    return html`${mine && this.step.dated ? html`<p class="strong">${longDay(String(mine.fields.day))}</p>` : nothing}<p class="prewrap">${words || html`<span class="quiet">Nothing written.</span>`}</p>`;
  }

  private area(prompt: Prompt, mine: Entry | undefined, id: string): TemplateResult {
    const { key } = prompt;
    const value = this.typed(key) ?? String(mine?.fields.text ?? "");
    return html`${this.step.dated ? html`<p class="strong ${value ? "" : "noprint"}">${longDay(String(mine?.fields.day || isoDay()))}</p>` : nothing}<textarea class="textarea noprint" aria-labelledby="${id}-label" aria-describedby=${prompt.hint ? `${id}-hint` : nothing} dir="auto" .value=${live(value)}
        @input=${(event: Event) => this.type(key, (event.target as HTMLTextAreaElement).value, mine)}
        @focus=${() => this.sheet?.at(mine?.id ?? "", "text")} @blur=${() => this.leave(key)}></textarea><p class="prewrap on-print">${value}</p>
      ${tooLong(value)}${mine?.hidden || mine?.late || mine?.proxy ? html`<div class="note__meta">${this.marks(mine)}</div>` : nothing}`;
  }

  private ask(prompt: string): void {
    this.dispatchEvent(new CustomEvent("cw-bring", { detail: prompt, bubbles: true }));
  }

  /** Adds words to the end of the passage that is being written, and puts the cursor behind them. */
  quote(prompt: string, words: string): void {
    const mine = this.mine(prompt);
    const before = (this.typed(prompt) ?? String(mine?.fields.text ?? "")).trimEnd();
    this.type(prompt, `${before}${before ? "\n\n" : ""}${words}\n`, mine);
    this.save(prompt);
    this.requestUpdate();
    void this.updateComplete.then(() => this.focusOn(prompt));
  }

  private focusOn(prompt: string): void {
    const area = this.querySelector<HTMLTextAreaElement>(`[data-prompt="${prompt}"] textarea`);
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  // --- passages with a day ---

  /** The passage that is open: the one chosen, else today's last, else none yet. */
  private open(prompt: string, mine: Entry[]): Entry | undefined {
    const chosen = this.writing.get(prompt);
    if (chosen === NEW) return undefined;
    return mine.find((entry) => entry.id === chosen) ?? mine.filter((entry) => entry.fields.day === isoDay()).at(-1);
  }

  private write(prompt: string, id: string): void {
    this.save(prompt);
    this.writing.set(prompt, id);
    this.requestUpdate();
    void this.updateComplete.then(() => this.focusOn(prompt));
  }

  private earlier(prompt: Prompt, others: Entry[]): TemplateResult {
    const newest = [...others].sort((one, two) => String(two.fields.day).localeCompare(String(one.fields.day)));
    const words = this.mine(prompt.key)?.fields.text;
    return html`${this.writable && words ? html`<div class="noprint"><button type="button" class="btn btn--tight" @click=${() => this.write(prompt.key, NEW)}><i class="icon i-plus" aria-hidden="true"></i> Start another passage</button></div>` : nothing}
      ${newest.map(
        (
          entry,
        ) => html`<div class="by"><span class="by__who">${longDay(String(entry.fields.day ?? ""))}</span><p class="prewrap">${String(entry.fields.text ?? "")}</p>
        ${this.versions(entry, "text")}
        ${this.writable ? html`<div class="row noprint"><button type="button" class="btn btn--quiet btn--tight" @click=${() => this.write(prompt.key, entry.id)}><i class="icon i-pencil" aria-hidden="true"></i> Change</button><button type="button" class="btn btn--quiet btn--tight" @click=${() => this.sheet?.remove(entry.id)}><i class="icon i-trash-2" aria-hidden="true"></i> Delete</button></div>` : nothing}</div>`,
      )}`;
  }

  /** A second passage of one's own, from when two devices began the same empty one: to be joined to the first, or deleted. */
  private twin(mine: Entry, entry: Entry): TemplateResult {
    const words = String(entry.fields.text ?? "");
    const join = (): void => {
      this.save(String(mine.fields.prompt));
      const first = this.passages(String(mine.fields.prompt)).find((one) => one.id === mine.id) ?? mine;
      this.sheet?.patch(mine.id, { text: `${String(first.fields.text ?? "")}\n${words}` });
      this.sheet?.remove(entry.id);
    };
    return html`<div class="by" role="group" aria-label="Also written by you"><span class="by__who">You began this on two devices at once. Both are safe.</span><p class="prewrap">${words}</p>
      ${this.writable ? html`<div class="row noprint"><button type="button" class="btn btn--tight" @click=${join}>Put both together</button><button type="button" class="btn btn--quiet btn--tight" @click=${() => this.sheet?.remove(entry.id)}><i class="icon i-trash-2" aria-hidden="true"></i> Delete this one</button></div>` : nothing}</div>`;
  }

  // --- passages of colleagues ---

  /** A colleague's passage; joining in asks first while its writer is typing. */
  private passage(entry: Entry): TemplateResult {
    const typing = this.sheet?.here().find((one) => one.entry === entry.id && one.field);
    const open = this.joining.has(entry.id);
    return html`<div class="by"><span class="by__who">${this.authorOf(entry) || "A colleague"}${this.inRole(entry)}${typing ? " is writing" : ""}</span>
      ${
        open && this.writable
          ? html`<textarea class="textarea" data-passage=${entry.id} aria-label="Passage of ${this.authorOf(entry) || "a colleague"}" dir="auto" .value=${live(this.typed(entry.id) ?? String(entry.fields.text ?? ""))} @focus=${() => this.sheet?.at(entry.id, "text")}
            @input=${(event: Event) => this.type(entry.id, (event.target as HTMLTextAreaElement).value, entry)} @blur=${() => this.leave(entry.id)}></textarea>`
          : html`<p class="prewrap">${String(entry.fields.text ?? "")}</p>`
      }
      <div class="note__meta">${this.marks(entry, false)}${this.writable && !open && !this.step.own ? html`<button class="btn btn--quiet btn--tight" @click=${() => this.join(entry, typing?.name)}><i class="icon i-pencil" aria-hidden="true"></i> Change</button>` : nothing}</div>
      ${this.versions(entry, "text")}</div>`;
  }

  /** The role that this person answers in, where a meeting has cast them. */
  private asRole(): { role?: string } {
    const from = this.step.roles_from;
    return from ? { role: field(castOf(this.sheet?.entries(from) ?? [], this.room.member), "role") } : {};
  }

  private inRole(entry: Entry): string {
    const role = this.step.roles_from ? field(entry, "role") : "";
    return role ? `, as the ${lower(labelOf(meetingIn(this.activity), role))}` : "";
  }

  private join(entry: Entry, writer: string | undefined): void {
    if (
      writer &&
      !confirm(`${writer} is writing here now. Join in? Your words are merged; what cannot be merged is kept twice.`)
    )
      return;
    this.joining.add(entry.id);
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`[data-passage="${entry.id}"]`)?.focus());
  }

  // --- saving ---

  /** Between saves the text area shows others' words as they come: what is typed then is made from those too. */
  private type(key: string, value: string, entry: Entry | undefined): void {
    if (this.typed(key) === undefined && entry) this.sheet?.begin(entry.id, "text");
    this.keepTyped(key, value, entry ? entry.fields : { prompt: key });
    window.clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      window.setTimeout(() => this.save(key), PAUSE),
    );
  }

  private leave(key: string): void {
    this.save(key);
    this.sheet?.at("", "");
  }

  /** Writes what was typed; where it cannot be written any more it stays kept, for its writer to choose. */
  private save(key: string): void {
    window.clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const value = this.typed(key);
    if (value === undefined || !this.writable) return;
    if (value.length > LONGEST) {
      this.requestUpdate();
      return;
    }
    const entry = this.mine(key) ?? this.entries().find((one) => one.id === key);
    if (!entry && !this.step.prompts.some((prompt) => prompt.key === key)) return;
    this.dropTyped(key);
    if (entry) {
      if (entry.fields.text !== value) this.sheet?.patch(entry.id, { text: value });
    } else if (value.trim()) {
      const day = this.step.dated ? { day: isoDay() } : {};
      const id = this.sheet?.put(this.step.key, { prompt: key, text: value, ...day, ...this.asRole() });
      if (this.step.dated && id) this.writing.set(key, id);
      if (id && this.contains(document.activeElement)) this.sheet?.at(id, "text");
    }
  }
}
customElements.define("cw-prompts", CwPrompts);

function tooLong(words: string): TemplateResult | typeof nothing {
  const over = words.length - LONGEST;
  if (over <= 0) return nothing;
  return html`<p class="error" role="alert">This is ${over} characters too long, so it is only on this device. Shorten it; ${LONGEST.toLocaleString("en-GB")} fit.</p>`;
}
