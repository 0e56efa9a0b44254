/** Passages that answer prompts: a text area for each, saved as people type; colleagues write side by side. */

import { html, nothing, type TemplateResult } from "lit";
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

export class CwPrompts extends BlockElement<Step> {
  static override properties = { ...BlockElement.properties, only: {} };
  /** The key of the one prompt to show, or empty for all. */
  declare only: string;
  private timers = new Map<string, number>();
  private typed = new Map<string, string>();
  private joining = new Set<string>();

  override disconnectedCallback(): void {
    for (const key of [...this.typed.keys()]) this.save(key);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const prompts = this.step.prompts.filter((prompt) => !this.only || prompt.key === this.only);
    return html`<div class="cycle">${prompts.map((prompt) => this.prompt(prompt))}</div>`;
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
    const value = this.typed.get(prompt.key) ?? String(mine?.fields.text ?? "");
    return html`<textarea class="textarea" aria-labelledby="${id}-label" aria-describedby=${prompt.hint ? `${id}-hint` : nothing} maxlength="19000" .value=${value}
        @input=${(event: Event) => this.type(prompt.key, (event.target as HTMLTextAreaElement).value)}
        @focus=${() => this.sheet?.at(mine?.id ?? "", "text")} @blur=${() => this.leave(prompt.key)}></textarea>
      ${mine?.hidden || mine?.late ? html`<div class="note__meta">${this.marks(mine)}</div>` : nothing}`;
  }

  /** A colleague's passage; joining in asks first while its writer is typing. */
  private passage(entry: Entry): TemplateResult {
    const typing = this.sheet?.here().find((one) => one.entry === entry.id && one.field);
    const open = this.joining.has(entry.id);
    return html`<div class="by"><span class="by__who">${this.authorOf(entry) || "A colleague"}${typing ? " is writing" : ""}</span>
      ${
        open && this.writable
          ? html`<textarea class="textarea" data-passage=${entry.id} aria-label="Passage of ${this.authorOf(entry) || "a colleague"}" .value=${this.typed.get(entry.id) ?? String(entry.fields.text ?? "")} @focus=${() => this.sheet?.at(entry.id, "text")}
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
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`[data-passage="${entry.id}"]`)?.focus());
  }

  /** Between saves the text area shows others' words as they come: what is typed then is made from those too. */
  private type(key: string, value: string): void {
    const entry = this.entryOf(key);
    if (entry && !this.typed.has(key)) this.sheet?.begin(entry.id, "text");
    this.typed.set(key, value);
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

  /** The passage that a text area is for: one's own by its prompt, a colleague's by its id. */
  private entryOf(key: string): Entry | undefined {
    return this.entries().find((one) => one.id === key || (one.mine && one.fields.prompt === key));
  }

  private save(key: string): void {
    window.clearTimeout(this.timers.get(key));
    const value = this.typed.get(key);
    if (value === undefined) return;
    this.typed.delete(key);
    const entry = this.entryOf(key);
    if (entry) {
      if (entry.fields.text !== value) this.sheet?.patch(entry.id, { text: value });
    } else if (value.trim()) {
      const id = this.sheet?.put(this.step.key, { prompt: key, text: value }) ?? "";
      if (this.contains(document.activeElement)) this.sheet?.at(id, "text");
    }
  }
}
customElements.define("cw-prompts", CwPrompts);
