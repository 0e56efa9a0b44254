/** Passages that answer prompts: a text area for each, saved as people type; colleagues write side by side. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { BlockElement } from "../../../../frontend/parts/block-element";
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
}
const PAUSE = 400;
/** Characters that a passage may have, as on the server. */
const LONGEST = 8000;

export class CwPrompts extends BlockElement<Step> {
  static override properties = { ...BlockElement.properties, only: {} };
  /** The key of the one prompt to show, or empty for all. */
  declare only: string;
  private timers = new Map<string, number>();
  private joining = new Set<string>();

  /** What was typed and not written when the page was left is written now. */
  protected override firstUpdated(): void {
    for (const { key } of this.step.prompts) if (this.typed(key) !== undefined) this.save(key);
  }

  override disconnectedCallback(): void {
    for (const key of [...this.timers.keys()]) this.save(key);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const prompts = this.step.prompts.filter((prompt) => !this.only || prompt.key === this.only);
    return html`${this.unfinished()}<div class="cycle">${repeat(
      prompts,
      (prompt) => `${this.sheetId} ${prompt.key}`,
      (prompt) => this.prompt(prompt),
    )}</div>`;
  }

  private prompt(prompt: Prompt): TemplateResult {
    const passages = this.entries().filter((entry) => entry.fields.prompt === prompt.key);
    const mine = passages.find((entry) => entry.mine);
    const others = passages.filter((entry) => entry !== mine);
    const id = `${this.sheetId}-${prompt.key}`.replace(/\W/g, "-");
    return html`<section class="tone-${prompt.tone || "plain"}"><h2 id="${id}-label">${prompt.label}</h2>
      ${prompt.hint ? html`<p class="hint" id="${id}-hint">${prompt.hint}</p>` : nothing}
      ${others.map((entry) => this.passage(entry))}
      ${this.writable ? this.area(prompt, mine, id) : html`<p class="prewrap">${String(mine?.fields.text ?? "") || html`<span class="quiet">Nothing written.</span>`}</p>`}
      ${mine ? this.versions(mine, "text") : nothing}</section>`;
  }

  private area(prompt: Prompt, mine: Entry | undefined, id: string): TemplateResult {
    const value = this.typed(prompt.key) ?? String(mine?.fields.text ?? "");
    return html`<textarea class="textarea" aria-labelledby="${id}-label" aria-describedby=${prompt.hint ? `${id}-hint` : nothing} dir="auto" .value=${live(value)}
        @input=${(event: Event) => this.type(prompt.key, (event.target as HTMLTextAreaElement).value)}
        @focus=${() => this.sheet?.at(mine?.id ?? "", "text")} @blur=${() => this.leave(prompt.key)}></textarea>
      ${tooLong(value)}${mine?.hidden || mine?.late ? html`<div class="note__meta">${this.marks(mine)}</div>` : nothing}`;
  }

  /** A colleague's passage; joining in asks first while its writer is typing. */
  private passage(entry: Entry): TemplateResult {
    const typing = this.sheet?.here().find((one) => one.entry === entry.id && one.field);
    const open = this.joining.has(entry.id);
    return html`<div class="by"><span class="by__who">${this.authorOf(entry) || "A colleague"}${typing ? " is writing" : ""}</span>
      ${
        open && this.writable
          ? html`<textarea class="textarea" aria-label="Passage of ${this.authorOf(entry) || "a colleague"}" dir="auto" .value=${live(this.typed(entry.id) ?? String(entry.fields.text ?? ""))} @focus=${() => this.sheet?.at(entry.id, "text")}
            @input=${(event: Event) => this.type(entry.id, (event.target as HTMLTextAreaElement).value)} @blur=${() => this.leave(entry.id)}></textarea>`
          : html`<p class="prewrap">${String(entry.fields.text ?? "")}</p>`
      }
      <div class="note__meta">${this.marks(entry)}${this.writable && !open ? html`<button class="btn btn--quiet btn--tight" @click=${() => this.join(entry, typing?.name)}><i class="icon i-pencil" aria-hidden="true"></i> Change</button>` : nothing}</div>
      ${this.versions(entry, "text")}</div>`;
  }

  private join(entry: Entry, writer: string | undefined): void {
    if (
      writer &&
      !confirm(`${writer} is writing here now. Join in? Your words are merged; what cannot be merged is kept twice.`)
    )
      return;
    this.joining.add(entry.id);
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLTextAreaElement>(".by textarea")?.focus());
  }

  private type(key: string, value: string): void {
    const entry = this.entries().find((one) => one.id === key);
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
    const entry = this.entries().find((one) => one.id === key || (one.mine && one.fields.prompt === key));
    if (!entry && !this.step.prompts.some((prompt) => prompt.key === key)) return;
    this.dropTyped(key);
    if (entry) {
      if (entry.fields.text !== value) this.sheet?.patch(entry.id, { text: value });
    } else if (value.trim()) {
      this.sheet?.put(this.step.key, { prompt: key, text: value });
    }
  }
}
customElements.define("cw-prompts", CwPrompts);

function tooLong(words: string): TemplateResult | typeof nothing {
  const over = words.length - LONGEST;
  if (over <= 0) return nothing;
  return html`<p class="error" role="alert">This is ${over} characters too long, so it is only on this device. Shorten it; ${LONGEST.toLocaleString("en-GB")} fit.</p>`;
}
