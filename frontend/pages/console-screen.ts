/** The console's card for the big screen: what it shows now, and choosing what it shows next. */

import { html, nothing, type TemplateResult } from "lit";
import { isRating, RoomElement, text } from "../parts/room-element";
import type { Item } from "../store/messages";

const MODES: [string, string][] = [
  ["code", "How to join"],
  ["question", "Question and timer"],
  ["timer", "Timer"],
  ["shared", "What was shared"],
  ["wall", "Evaluation wall"],
  ["blank", "Nothing"],
];

export class CwConsoleScreen extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: { attribute: false } };
  /** The activity that the console is at. */
  declare activity: Item | undefined;
  private link = "";

  protected override render(): TemplateResult {
    const now = this.room.items("screen", "screen")[0];
    const mode = text(now, "mode") || "code";
    const shown = this.room.items("room", "activity").find((one) => one.id === text(now, "activity"));
    const words = mode === "rating" ? "A team’s result" : (new Map(MODES).get(mode) ?? mode);
    const about = ["question", "shared", "wall", "rating"].includes(mode) ? text(shown, "title") : "";
    return html`<section class="card stack" aria-labelledby="bs"><h2 id="bs">Big screen</h2>
      ${this.problem ? html`<div class="message tone-danger" role="alert"><i class="icon i-triangle-alert" aria-hidden="true"></i><div>${this.problem}</div></div>` : nothing}
      <div class="screenlet" role="img" aria-label="Big screen now shows: ${words}${about ? `, ${about}` : ""}"><strong>${mode === "question" ? text(shown, "question") || about : words}</strong>${mode !== "question" && about ? html`<span class="small">${about}</span>` : nothing}<span class="small"><span class="code">${this.code()}</span></span></div>
      <div class="field"><label for="sc" class="small">Showing</label>
        <select class="select" id="sc" @change=${(event: Event) => this.show(event.target as HTMLSelectElement)}>
          ${mode === "rating" ? html`<option value="rating" selected disabled>A team’s result</option>` : nothing}${MODES.map(([key, label]) => html`<option value=${key} ?selected=${key === mode}>${label}</option>`)}</select>
        <span class="hint">Words of groups go up only when shared and reviewed.</span></div>
      ${this.offer(mode, shown)}
      <a class="btn btn--tight" href="/w/${this.room.id}/screen" target="_blank" rel="noopener"><i class="icon i-monitor" aria-hidden="true"></i> Open it here</a>
      <button class="btn btn--tight" @click=${() => this.linkScreen()}>A link for another machine</button>
      ${this.link ? html`<input class="input" readonly aria-label="Link for the big screen" .value=${this.link}>` : nothing}
    </section>`;
  }

  /** Where the screen is at another activity than the console, one press brings it along. */
  private offer(mode: string, shown: Item | undefined): TemplateResult | typeof nothing {
    if (!["question", "shared"].includes(mode) || !this.activity || shown?.id === this.activity.id) return nothing;
    const { id } = this.activity;
    return html`<button class="btn btn--tight" @click=${() => this.run("set_screen", { mode, activity: id })}><i class="icon i-refresh-cw" aria-hidden="true"></i> Show ${text(this.activity, "title")}</button>`;
  }

  private async show(select: HTMLSelectElement): Promise<void> {
    const mode = select.value;
    const wall = this.room
      .items("room", "activity")
      .find((one) => text(one, "privacy") === "anonymous" && !isRating(one));
    const done = await this.run("set_screen", { mode, activity: (mode === "wall" ? wall : this.activity)?.id ?? "" });
    if (!done) select.value = text(this.room.items("screen", "screen")[0], "mode") || "code";
  }

  private code(): string {
    const code = text(this.room.items("screen", "screen")[0], "code");
    return `${code.slice(0, 4)} ${code.slice(4)}`;
  }

  private async linkScreen(): Promise<void> {
    const given = await this.run("open_screen");
    if (given) this.link = `${location.origin}/screen/${given.token}`;
    this.requestUpdate();
  }
}
customElements.define("cw-console-screen", CwConsoleScreen);
