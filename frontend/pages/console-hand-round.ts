/** Hand-round from the console: this browser becomes a tablet for one anonymous activity; and ending it everywhere. */

import { html, nothing, type TemplateResult } from "lit";
import { unsent } from "../parts/forget";
import { RoomElement } from "../parts/room-element";

const LOSES =
  "Something written in this browser has not reached the server. Connect first and let it go there, or use another device.";

export class CwConsoleHandRound extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private asking = false;
  private ended = false;

  protected override render(): TemplateResult {
    return html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Hand a tablet round</summary><div class="stack">
      <p class="small">For people without a phone. This browser becomes a tablet for this activity alone: each person picks a name, writes, presses Done, and the screen is empty for the next. <strong>You are signed out here</strong>, what this browser kept of any workshop is forgotten, and only a facilitator who signs in can end it. Use a tablet, not your own laptop, and close its other tabs.</p>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${
        this.asking
          ? html`<div class="row"><button class="btn btn--primary" @click=${() => this.begin()}>Sign out and hand this device round</button><button class="btn" @click=${() => this.ask(false)}>Not now</button></div>`
          : html`<div class="row"><button class="btn" @click=${() => this.ask(true)}><i class="icon i-smartphone" aria-hidden="true"></i> Make this a tablet</button><button class="btn btn--quiet" @click=${() => this.end()}>End hand-round on every tablet</button></div>`
      }
      <p class="small" role="status">${this.ended ? "No tablet takes anything any more." : ""}</p></div></details>`;
  }

  private ask(asking: boolean): void {
    this.asking = asking;
    this.problem = "";
    this.requestUpdate();
  }

  private async end(): Promise<void> {
    this.ended = Boolean(await this.run("end_hand_round"));
    this.requestUpdate();
  }

  private async begin(): Promise<void> {
    this.problem = (await unsent()) ? LOSES : await this.made();
    if (!this.problem) location.replace(`/w/${this.room.id}/tablet`);
    this.requestUpdate();
  }

  /** Asks the server to make this browser a tablet; gives its words when it did not. */
  private async made(): Promise<string> {
    try {
      const headers = { "X-Commonweal": "1" };
      const answer = await fetch(`/w/${this.room.id}/tablet/begin/${this.activity}`, { method: "POST", headers });
      const told = await answer.json();
      return told.ok ? "" : (told.error ?? "The server did not do it.");
    } catch {
      return "The server cannot be reached just now. Nothing was changed.";
    }
  }
}
customElements.define("cw-console-hand-round", CwConsoleHandRound);
