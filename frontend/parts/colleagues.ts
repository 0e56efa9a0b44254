/** Writing one's own sheet with colleagues: the link that lets them in, who has come in, ending a part and leaving. */

import { html, nothing, type TemplateResult } from "lit";
import type { Room, Sheet, Writer } from "../store/api";
import { RoomElement, text } from "./room-element";
import { say } from "./say";
import "./sure";

/** Names in a row: "Ben, Carys and Dele". */
export function inARow(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
}

/** Who writes a joint sheet, this member first: "You and Rhys Morgan". */
export function writers(room: Room, sheet: Sheet): string {
  return inARow(["You", ...others(room, sheet).map((one) => one.name)]);
}

/** The colleague whose sheet this member writes, or null where it is their own; one who is gone has no name. */
export function ownerOf(room: Room, sheet: Sheet): { name: string } | null {
  if (!sheet.people.length || isOwn(room, sheet.id)) return null;
  return sheet.people.find((one) => one.owner) ?? { name: "" };
}

function others(room: Room, sheet: Sheet): Writer[] {
  return sheet.people.filter((one) => one.member !== room.member);
}

function isOwn(room: Room, sheet: string): boolean {
  return sheet.endsWith(`.${room.member}`);
}

export class CwColleagues extends RoomElement {
  static override properties = { ...RoomElement.properties, sheetId: {} };
  declare sheetId: string;
  /** The path of the link as the server last said it, empty where there is none; null while that is not known. */
  private link: string | null = null;
  private linkOf = "";
  private copied = false;

  protected override render(): TemplateResult | typeof nothing {
    const sheet = this.room.sheet(this.sheetId);
    if (!sheet) return nothing;
    const owner = ownerOf(this.room, sheet);
    const open = text(this.room.items("room", "info")[0], "state") === "open";
    if (!owner && !open && !sheet.people.length) return nothing;
    return html`<section class="card card--tight stack noprint" aria-labelledby="colleagues"><h2 id="colleagues">${sheet.people.length ? "Written together" : "Write it with colleagues"}</h2>
      ${owner ? this.withOwner(sheet, owner) : this.asOwner(sheet)}
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${!owner && open ? this.linking() : nothing}</section>`;
  }

  private withOwner(sheet: Sheet, { name }: { name: string }): TemplateResult {
    const words = `You go back to your own, as you left it. What you wrote here stays here${name && `, with ${name}`}, and you are not shown it any more.`;
    return html`<p class="small">This belongs to ${name || "a colleague who is no longer in the workshop"}. ${writers(this.room, sheet)} can change all of it. Your own is kept meanwhile.</p>
      <cw-sure label="Go back to my own" icon="i-undo-2" .words=${words} yes="Go back to my own" @cw-sure=${() => this.leave()}></cw-sure>`;
  }

  private asOwner(sheet: Sheet): TemplateResult {
    const people = others(this.room, sheet);
    if (!people.length)
      return html`<p class="small">Colleagues who open your link read and change all of this, each on their own device. It stays yours.</p>`;
    return html`<p class="small">${writers(this.room, sheet)} read and change all of this. It stays yours.</p>
      <ul class="plainlist stack">${people.map((one) => html`<li class="stack"><strong>${one.name}</strong>${this.ending(one)}</li>`)}</ul>`;
  }

  private ending({ member, name }: Writer): TemplateResult {
    const words = `${name} is not shown this any more, and your link opens nothing any more. What ${name} wrote stays here.`;
    const body = { sheet: this.sheetId, member: Number(member.slice(1)) };
    return html`<cw-sure label="End the part of ${name}" .words=${words} yes="End it" danger @cw-sure=${() => this.end(body)}></cw-sure>`;
  }

  // --- the link ---

  private linking(): TemplateResult {
    const link = this.linkOf === this.sheetId ? this.link : null;
    return html`<details class="fold" @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open && this.look()}><summary><i class="icon i-chevron-down" aria-hidden="true"></i> A link for colleagues</summary>
      <div class="stack">${link === null ? this.looking() : link ? this.made(location.origin + link) : this.none()}</div></details>`;
  }

  /** Without a network the words of the refusal stand below, and opening this again asks again. */
  private looking(): TemplateResult | typeof nothing {
    return this.problem ? nothing : html`<p class="small" role="status">Looking…</p>`;
  }

  private none(): TemplateResult {
    return html`<p class="small">There is no link yet. Give it only to those who are to write with you: whoever has it can come in.</p>
      <button type="button" class="btn btn--wide" @click=${() => this.make()}><i class="icon i-link" aria-hidden="true"></i> Make a link</button>`;
  }

  private made(address: string): TemplateResult {
    return html`<p class="small">Whoever has this link can come in, until you withdraw it.</p>
      <label class="small strong" for="joint-link">The link</label>
      <input class="input" id="joint-link" readonly .value=${address} @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>
      <button type="button" class="btn btn--wide" @click=${() => this.copy(address)}><i class="icon i-copy" aria-hidden="true"></i> ${this.copied ? "Copied" : "Copy the link"}</button>
      <img class="qr" src="${address}qr.svg" alt="QR code of the link, for a phone beside you">
      <div class="row"><cw-sure label="Make a new link" words="The link that there is opens nothing any more. Colleagues who have come in stay." yes="Make a new one" @cw-sure=${() => this.make()}></cw-sure>
      <cw-sure label="Withdraw the link" words="Nobody can come in by it any more. Colleagues who have come in stay." yes="Withdraw it" danger @cw-sure=${() => this.withdraw()}></cw-sure></div>`;
  }

  private async look(): Promise<void> {
    await this.ask("joint_link");
  }

  private async make(): Promise<void> {
    if (await this.ask("make_joint_link")) say("The link is made");
  }

  /** Ends a colleague's part; the link by which they came in goes with it. */
  private async end(body: Record<string, unknown>): Promise<void> {
    if (await this.run("end_joint", body)) this.link = "";
    this.requestUpdate();
  }

  private async withdraw(): Promise<void> {
    if (!(await this.run("withdraw_joint_link", { sheet: this.sheetId }))) return;
    this.link = "";
    this.requestUpdate();
    say("The link is withdrawn");
  }

  private async ask(command: string): Promise<boolean> {
    const sheet = this.sheetId;
    const answer = await this.run(command, { sheet });
    if (answer) [this.link, this.linkOf, this.copied] = [String(answer.link), sheet, false];
    this.requestUpdate();
    return answer !== null;
  }

  private async copy(address: string): Promise<void> {
    await navigator.clipboard?.writeText(address).catch(() => undefined);
    this.copied = true;
    this.requestUpdate();
    say("Copied");
  }

  private async leave(): Promise<void> {
    await this.room.settled();
    await this.run("leave_joint", { sheet: this.sheetId });
  }
}
customElements.define("cw-colleagues", CwColleagues);
