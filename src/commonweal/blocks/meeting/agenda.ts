/** The agenda of a meeting: which item is on and what it has left; whoever chairs begins, moves on and closes. */

import { html, nothing, type TemplateResult } from "lit";
import { say } from "../../../../frontend/parts/block-element";
import { amount, dutyHolder, field, leftOf, leftWords } from "../../../../frontend/parts/meeting";
import type { Entry } from "../../../../frontend/store/api";
import { AgendaForms } from "./agenda-forms";

export class CwAgenda extends AgendaForms {
  private ticking = 0;
  private warned = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = window.setInterval(() => this.tick(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticking);
  }

  /** Draws the time anew; says when a minute is left, and when it is over. */
  private tick(): void {
    const { live } = this;
    if (!live) return;
    this.requestUpdate();
    const left = leftOf(live, this.now());
    const mark = left < 0 ? "over" : left < 60_000 ? "minute" : "";
    if (mark && this.warned !== `${live.id} ${mark}`) {
      this.warned = `${live.id} ${mark}`;
      say(mark === "over" ? `Time is up for ${field(live, "text")}` : `One minute left for ${field(live, "text")}`);
    }
  }

  protected override render(): TemplateResult {
    const { items, phase } = this;
    const shown = items.length ? items : null;
    return html`<section class="card stack" aria-labelledby="ag"><div class="card__head"><h2 id="ag">Agenda</h2><span class="quiet">${this.total()} min</span></div>
      ${phase === "during" ? html`${this.current()}${this.chairing()}` : nothing}
      <ol class="agenda">${shown ? shown.map((item) => this.item(item)) : this.step.agenda.map((item) => html`<li><time>${item.minutes}</time><div><strong>${item.title}</strong></div></li>`)}</ol>
      <p class="small quiet">Minutes for each item</p>
      ${this.offers()}${phase === "during" ? nothing : this.chairing()}${this.duty("chair")}${this.refusal()}
      ${this.changing ? this.changes() : nothing}</section>`;
  }

  private total(): number {
    if (!this.items.length) return this.step.agenda.reduce((sum, item) => sum + item.minutes, 0);
    return this.items.reduce((sum, item) => sum + amount(item, "minutes"), 0);
  }

  private current(): TemplateResult | typeof nothing {
    const { live } = this;
    if (!live) return nothing;
    const left = leftOf(live, this.now());
    const seconds = Math.round(Math.abs(left) / 1000);
    return html`<div class="now-item stack"><p class="small quiet on-phone">Now</p><h3 class="on-phone">${field(live, "text")}</h3>
      <div class="row" role="timer" aria-live="off"><span class="clock clock--item" data-state=${left < 0 ? "over" : nothing}>${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}</span><span class="quiet">${left < 0 ? "over" : "left"}</span></div>
      ${field(live, "note") ? html`<p class="small">${field(live, "note")}</p>` : nothing}</div>`;
  }

  private item(item: Entry): TemplateResult {
    const on = item === this.live;
    const done = Boolean(amount(item, "ended"));
    const skipped = done && !amount(item, "started");
    const movable = this.phase === "during" && this.has("chair") && !on;
    return html`<li data-state=${on ? "live" : done && !skipped ? "done" : nothing} aria-current=${on ? "step" : nothing}><time>${amount(item, "minutes")}</time><div><strong>${field(item, "text")}</strong>
      ${on ? html`<div class="small"><strong>${leftWords(leftOf(item, this.now()))}</strong></div>` : nothing}${skipped ? html`<div class="small quiet">Not reached</div>` : nothing}${done && !skipped ? html`<span class="sr">, done</span>` : nothing}
      ${field(item, "source") ? html`<div class="small quiet">From ${field(item, "source")}</div>` : nothing}${field(item, "source") && field(item, "note") && !on ? html`<details class="fold small"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> All of it</summary><p class="prewrap">${field(item, "note")}</p></details>` : nothing}
      ${movable ? html`<button class="btn btn--tight btn--quiet" @click=${() => this.start(item)}>${done ? "Back to this" : "Go to this"}<span class="sr">: ${field(item, "text")}</span></button>` : nothing}</div></li>`;
  }

  /** The buttons of whoever chairs. Before the meeting everybody may change the agenda. */
  private chairing(): TemplateResult | typeof nothing {
    if (!this.writable || !this.items.length) return nothing;
    const change = html`<button class="btn btn--tight" data-change aria-expanded=${this.changing} @click=${() => this.change()}><i class="icon i-pencil" aria-hidden="true"></i> Change the agenda</button>`;
    if (this.phase === "before")
      return this.has("chair") && dutyHolder(this.entries(), "chair")
        ? html`<button class="btn btn--primary btn--wide" @click=${() => this.begin()}><i class="icon i-play" aria-hidden="true"></i> Begin the meeting</button>${change}`
        : change;
    if (!this.has("chair")) return nothing;
    if (this.phase === "after")
      return html`<button class="btn btn--tight" @click=${() => this.reopen()}><i class="icon i-undo-2" aria-hidden="true"></i> Open the meeting again</button>`;
    const next = this.next();
    return html`<div class="stack">${next ? html`<button class="btn btn--primary btn--wide" @click=${() => this.start(next)}><i class="icon i-skip-forward" aria-hidden="true"></i> Next: ${field(next, "text")}</button>` : nothing}
      <button class="btn ${next ? "" : "btn--primary"} btn--wide" @click=${() => this.close()}><i class="icon i-check" aria-hidden="true"></i> Close the meeting</button>${change}</div>`;
  }

  private next(): Entry | undefined {
    const from = this.live ? this.items.indexOf(this.live) : -1;
    return this.items.slice(from + 1).find((item) => !amount(item, "ended"));
  }

  private begin(): void {
    const first = this.items[0];
    if (first) this.start(first);
  }

  private start(item: Entry): void {
    const { live } = this;
    const now = this.now();
    if (live && live !== item) this.sheet?.patch(live.id, { ended: now });
    this.sheet?.patch(item.id, { started: now, ended: 0 });
    say(`Now: ${field(item, "text")}`);
  }

  private close(): void {
    const now = this.now();
    for (const item of this.items) if (!amount(item, "ended")) this.sheet?.patch(item.id, { ended: now });
    say("The meeting is closed. Step out of your role.");
  }

  private reopen(): void {
    const last = this.items.filter((item) => amount(item, "started")).at(-1);
    for (const item of this.items)
      if (item === last || !amount(item, "started")) this.sheet?.patch(item.id, { ended: 0 });
  }
}
customElements.define("cw-agenda", CwAgenda);
