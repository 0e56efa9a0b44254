/** The console's run of the day: what was planned, how it went, and what could be cut. */

import { html, nothing, type TemplateResult } from "lit";
import { callOf } from "../parts/meeting-link";
import { clock, dayOf, minutesIn, number, RoomElement, text, vars } from "../parts/room-element";
import type { Item } from "../store/messages";

export class CwConsoleDay extends RoomElement {
  private late = { words: "", cuts: [] as { key: string; words: string }[] };
  private asked = "";
  private ticking = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = window.setInterval(() => this.requestUpdate(), 10_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticking);
  }

  protected override render(): TemplateResult {
    this.askWhetherLate();
    const day = dayOf(this.room);
    const longest = Math.max(30, ...day.map(({ item }) => number(item, "minutes")));
    return html`<section class="card stack" aria-labelledby="rd">
      <div><h2 id="rd">Run of the day</h2>${this.lateness()}</div>
      <ol class="agenda run">${day.map((slot) => this.slotRow(slot, longest))}</ol>
      <p class="small quiet">Grey: planned. Petrol: actual. Pink: over.</p>
      <div class="field"><label for="jump" class="small">Go to another slot</label><select class="select" id="jump" @change=${(event: Event) => this.jump(event.target as HTMLSelectElement)}><option value="">Choose one</option>${day.filter(({ state }) => state !== "live").map(({ item }) => html`<option value=${item.id}>${text(item, "title")}</option>`)}</select></div>
      ${this.cuts()}
      <a class="btn btn--wide btn--tight" href="/plan/${this.room.id}/"><i class="icon i-pencil" aria-hidden="true"></i> Change the plan</a>
    </section>`;
  }

  /** How late the day runs; the minutes stand out while it is behind. */
  private lateness(): TemplateResult | typeof nothing {
    const [all, behind, rest] = /^(\d+ minutes? behind\.)( .*)?$/.exec(this.late.words) ?? [this.late.words];
    if (!all) return nothing;
    return html`<p class="small" role="status">${behind ? html`<strong class="behind">${behind}</strong>${rest}` : all}</p>`;
  }

  /** Minutes that a slot has taken so far. */
  private soFar(start: number): number {
    const zone = text(this.room.items("room", "info")[0], "zone");
    return Math.max(0, minutesIn(zone, new Date(Date.now() + this.room.clockSkew)) - start);
  }

  private slotRow({ item, start, end, state }: ReturnType<typeof dayOf>[number], longest: number): TemplateResult {
    const planned = number(item, "minutes");
    const took = state === "done" ? end - start : state === "live" ? this.soFar(start) : 0;
    const minutes =
      state === "skipped"
        ? "left out"
        : state === "done"
          ? `${planned}, took ${took}`
          : took
            ? `${took} of ${planned}`
            : `${planned} min`;
    const width = (minutes: number): number => Math.min(100, (100 * minutes) / longest);
    return html`<li data-state=${state || nothing} aria-current=${state === "live" ? "step" : nothing}>
      <time>${clock(start)}</time>
      <div class="planact">
        <strong class="small">${text(item, "title")}</strong>
        <span class="small quiet nowrap">${minutes}</span>
        ${callOf(item) ? html`<a class="small" href=${callOf(item)} target="_blank" rel="noopener noreferrer">Call<span class="sr"> for ${text(item, "title")}, in a new tab</span></a>` : nothing}
        <div class="bars" aria-hidden="true"><i ${vars({ a: 0, b: width(planned) })}></i>${took ? html`<i class=${took > planned ? "late" : ""} ${vars({ a: 0, b: width(took) })}></i>` : nothing}</div>
      </div>
    </li>`;
  }

  private cuts(): TemplateResult | typeof nothing {
    if (!this.late.cuts.length) return nothing;
    return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> What could be cut</summary>
      <ul class="small">${this.late.cuts.map((cut) => html`<li>${cut.words}</li>`)}</ul></details>`;
  }

  private askWhetherLate(): void {
    const day = this.room.items("room", "agenda").map((item) => `${item.id}:${item.seq}`);
    const question = `${day.join()}@${Math.floor(Date.now() / 30_000)}`;
    if (question === this.asked) return;
    this.asked = question;
    fetch(`/w/${this.room.id}/late`, { headers: { "X-Commonweal": "1" } })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((found) => {
        if (found) this.late = found;
        this.requestUpdate();
      })
      .catch(() => undefined);
  }

  private jump(select: HTMLSelectElement): void {
    const slot: Item | undefined = this.room.items("room", "agenda").find((one) => one.id === select.value);
    select.value = "";
    if (slot) this.dispatchEvent(new CustomEvent("cw-start", { detail: slot }));
  }
}
customElements.define("cw-console-day", CwConsoleDay);
