/** Sealed pages: who can read them, the form that opens them on this device, and where they are. */

import { html, nothing, type TemplateResult } from "lit";
import type { Room, Sheet } from "../store/api";
import { typedPhrase } from "../store/keys";
import type { Item } from "../store/messages";
import { writers } from "./colleagues";
import { RoomElement, text } from "./room-element";

export function logAddress(room: string, activity: string): string {
  return activity === "w8" ? `/w/${room}/log` : `/w/${room}/log/${activity}`;
}

/** Says who can read a person's sheet; sealed sheets alone promise that nobody else can. */
export function readers(room: Room, activity: Item): string {
  const facilitator = text(room.items("room", "info")[0], "facilitator") || "the facilitator";
  if (text(activity, "privacy") === "sealed")
    return `Only you can read this. Not ${facilitator}, not your group, not your employer, not whoever runs the server.`;
  const sheet = room.sheetFor(activity.id);
  const shown = sheet?.people.length
    ? `${writers(room, sheet)} are shown this, and nobody else`
    : "Only you are shown this";
  return `${shown}: not ${facilitator}, not your group. Whoever runs this server could read it.`;
}

export function privacyLine(room: Room, activity: Item): TemplateResult {
  return html`<p class="private"><i class="icon i-lock" aria-hidden="true"></i><span>${readers(room, activity)}</span></p>`;
}

/** What stands above a sealed sheet that does not open here, or not wholly; nothing where all is well. */
export function lockNotice(room: Room, sheet: Sheet): TemplateResult | typeof nothing {
  return sheet.seal === "closed" || sheet.seal === "other"
    ? html`<cw-unlock .room=${room} .sheetId=${sheet.id}></cw-unlock>`
    : nothing;
}

/** Whether there is anything to show of a sheet: a sealed one may have nothing that opens here. */
export function opens(sheet: Sheet): boolean {
  return sheet.seal === "" || sheet.seal === "open" || (sheet.seal === "other" && sheet.entries().length > 0);
}

/** The form for the six words on a device that does not have the key. */
export class CwUnlock extends RoomElement {
  static override properties = { ...RoomElement.properties, sheetId: {} };
  declare sheetId: string;
  private busy = false;

  protected override render(): TemplateResult {
    const other = this.room.sheet(this.sheetId)?.seal === "other";
    return html`<form class="card stack noprint" aria-labelledby="unlock" @submit=${(event: SubmitEvent) => this.open(event)}>
      <h2 id="unlock"><i class="icon i-key-round" aria-hidden="true"></i> ${other ? "These pages were sealed with other words" : "These pages are sealed"}</h2>
      <p>${other ? "They are kept as they are, and nothing is written over them. If you have other six words for this workshop, type those." : "Type your six words to open these pages on this device. Everything else works without them."}</p>
      <div class="field"><label for="unlock-words">Your six words</label><span class="hint" id="unlock-hint">In their order. Spaces, commas and capitals don’t matter. They stay on this device.</span>
        <textarea class="textarea textarea--short" id="unlock-words" name="words" aria-describedby="unlock-hint" autocapitalize="none" autocomplete="off" spellcheck="false"></textarea></div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <div class="row"><button class="btn btn--primary" aria-busy=${this.busy}><i class="icon i-lock-open" aria-hidden="true"></i> ${this.busy ? "Opening…" : "Open my pages"}</button>
      ${other ? nothing : html`<a class="btn btn--quiet" href="/phrase/${this.room.id}/">I was never given any</a>`}</div></form>`;
  }

  private async open(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const typed = String(new FormData(event.target as HTMLFormElement).get("words"));
    const phrase = typedPhrase(typed);
    this.problem = phrase ? "" : "Six words are needed. Check that none is missing and none is there twice.";
    this.busy = phrase !== null;
    this.requestUpdate();
    if (phrase) this.problem = await this.room.unlock(phrase).catch((error: Error) => error.message);
    this.busy = false;
    this.requestUpdate();
  }
}
customElements.define("cw-unlock", CwUnlock);
