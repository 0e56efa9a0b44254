/** A button for what cannot simply be undone: it says what will happen and asks, once. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

export class CwSure extends LitElement {
  static override properties = {
    label: {},
    icon: {},
    words: {},
    yes: {},
    danger: { type: Boolean },
    plain: { type: Boolean },
  };
  declare label: string;
  declare icon: string;
  /** What will happen. */
  declare words: string;
  /** The verb that does it. */
  declare yes: string;
  declare danger: boolean;
  /** Whether there is nothing to ask, because nothing can be lost. */
  declare plain: boolean;
  private asking = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const look = `btn btn--tight ${this.danger ? "btn--danger" : ""}`;
    return html`<button type="button" class=${look} aria-expanded=${this.plain ? nothing : this.asking} @click=${() => (this.plain ? this.go() : this.ask(!this.asking))}>${this.icon ? html`<i class="icon ${this.icon}" aria-hidden="true"></i> ` : nothing}${this.label}</button>
      ${
        this.asking
          ? html`<div class="message tone-yellow" role="group" aria-label=${this.label} @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.ask(false)}><i class="icon i-message-square" aria-hidden="true"></i><div class="stack"><p>${this.words}</p><div class="row">
        <button type="button" class="btn btn--tight ${this.danger ? "btn--danger" : "btn--primary"}" @click=${() => this.go()}>${this.yes}</button>
        <button type="button" class="btn btn--tight" @click=${() => this.ask(false)}>Not now</button></div></div></div>`
          : nothing
      }`;
  }

  private ask(on: boolean): void {
    this.asking = on;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(on ? ".message .btn" : "button")?.focus());
  }

  private go(): void {
    this.asking = false;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("cw-sure", { bubbles: true }));
  }
}
customElements.define("cw-sure", CwSure);
