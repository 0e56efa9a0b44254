/** A pick among described options, and why: radios with their signs, and a few words that stay with their writer. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { BlockElement } from "../../../../frontend/parts/block-element";
import type { Entry } from "../../../../frontend/store/api";
import "../reading/element";

interface Option {
  key: string;
  label: string;
  hint: string;
  signs: string[];
}
interface Step {
  key: string;
  title: string;
  instruction: string;
  options: Option[];
  reading: string;
}
const PAUSE = 400;
const REASON = "reason";

export class CwChoice extends BlockElement<Step> {
  private timer = 0;

  override disconnectedCallback(): void {
    this.save();
    super.disconnectedCallback();
  }

  private mine(): Entry | undefined {
    return this.entries()
      .filter((entry) => entry.mine)
      .at(-1);
  }

  protected override render(): TemplateResult {
    const mine = this.mine();
    const pick = String(mine?.fields.pick ?? "");
    const id = `${this.sheetId}-${this.step.key}`.replace(/\W/g, "-");
    const reason = this.typed(REASON) ?? String(mine?.fields.reason ?? "");
    return html`${this.unfinished()}${this.step.reading ? html`<cw-reading .room=${this.room} .sheetId=${this.sheetId} .activity=${this.activity} .step=${this.step}></cw-reading>` : nothing}
      <fieldset class="plain options"><legend class="sr">${this.step.title}</legend>${this.step.options.map((option) => this.option(option, pick, id))}</fieldset>
      <div class="field"><label for="${id}-why">What did you see that made you pick it? <span class="quiet">(if you like)</span></label>
      <textarea class="textarea textarea--short" id="${id}-why" dir="auto" ?readonly=${!this.writable} .value=${live(reason)} @input=${(event: Event) => this.type((event.target as HTMLTextAreaElement).value)} @blur=${() => this.save()}></textarea></div>
      ${mine && (mine.late || mine.saving === "device") ? html`<div class="note__meta">${this.marks(mine)}</div>` : nothing}${mine ? this.versions(mine, "reason") : nothing}`;
  }

  private option(option: Option, pick: string, id: string): TemplateResult {
    const own = `${id}-${option.key}`;
    return html`<div class="card card--tight option" data-picked=${pick === option.key ? "" : nothing}><label class="choice"><input type="radio" name=${id} value=${option.key} .checked=${pick === option.key} ?disabled=${!this.writable} aria-describedby="${own}-signs" @change=${() => this.pick(option.key)}><strong>${option.label}</strong></label>
      <div id="${own}-signs">${option.hint ? html`<p class="small quiet">${option.hint}</p>` : nothing}${option.signs.length ? html`<ul class="small">${option.signs.map((sign) => html`<li>${sign}</li>`)}</ul>` : nothing}</div></div>`;
  }

  private pick(key: string): void {
    this.put({ pick: key });
  }

  private type(words: string): void {
    this.keepTyped(REASON, words);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), PAUSE);
  }

  private save(): void {
    window.clearTimeout(this.timer);
    const words = this.typed(REASON);
    if (words === undefined || !this.writable) return;
    this.dropTyped(REASON);
    if (words !== String(this.mine()?.fields.reason ?? "")) this.put({ reason: words });
  }

  private put(fields: Record<string, string>): void {
    const mine = this.mine();
    if (mine) this.sheet?.patch(mine.id, fields);
    else this.sheet?.put(this.step.key, { pick: "", reason: "", ...fields });
  }
}
customElements.define("cw-choice", CwChoice);
