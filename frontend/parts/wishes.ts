/** What a participant may say for themselves on Today: what they want to work on, and an address for check-ins. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement, text } from "./room-element";

/** The choice of a sample scenario or one's own experience; groups can be made by it. */
export class CwInterest extends RoomElement {
  private kept = false;

  protected override render(): TemplateResult | typeof nothing {
    const scenarios = this.room.items("room", "scenario");
    if (!scenarios.length) return nothing;
    const chosen = text(this.room.items("me", "me")[0], "interest");
    const choices: [string, string][] = [
      ["", "Anything"],
      ...scenarios.map((one): [string, string] => [text(one, "key"), `${text(one, "key")}: ${text(one, "title")}`]),
      ["own", "Our own experience"],
    ];
    return html`<form class="stack" @submit=${(event: SubmitEvent) => this.keep(event)}>
      <div class="field"><label for="interest">What would you like to work on?</label><span class="hint" id="interest-hint">The facilitator may make groups by it.</span>
      <select class="select" id="interest" name="interest" aria-describedby="interest-hint" @change=${() => this.changed()}>${choices.map(([key, label]) => html`<option value=${key} ?selected=${key === chosen}>${label}</option>`)}</select></div>
      <div class="row"><button class="btn btn--tight">Keep this choice</button>${this.kept ? html`<span role="status" class="small quiet">Kept.</span>` : nothing}</div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}</form>`;
  }

  private changed(): void {
    this.kept = false;
    this.requestUpdate();
  }

  private async keep(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const interest = String(new FormData(event.target as HTMLFormElement).get("interest") ?? "");
    this.kept = Boolean(await this.run("set_interest", { interest }));
    this.requestUpdate();
  }
}
customElements.define("cw-interest", CwInterest);

/** An address for two mails some weeks later, kept apart from who left it. */
export class CwCheckIn extends RoomElement {
  protected override render(): TemplateResult {
    const name = `cw-check-in ${this.room.id}`;
    if (localStorage.getItem(name))
      return html`<p class="hintline"><i class="icon i-check" aria-hidden="true"></i><span>You’ll hear from us about your plan. Each mail has a link that stops them and deletes your address.</span></p>`;
    return html`<form class="stack" @submit=${(event: SubmitEvent) => this.ask(event, name)}>
      <div class="field"><label for="check-in">A reminder of your plan, six and twelve weeks after the workshop <span class="quiet">(if you like)</span></label>
      <span class="hint" id="check-in-hint">Your email address is kept apart from your name and from all you wrote, and deleted after the last mail.</span>
      <input class="input" id="check-in" name="email" type="email" maxlength="254" autocomplete="email" aria-describedby="check-in-hint" required></div>
      <button class="btn">Write to me</button>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}</form>`;
  }

  private async ask(event: SubmitEvent, name: string): Promise<void> {
    event.preventDefault();
    const email = String(new FormData(event.target as HTMLFormElement).get("email") ?? "");
    if (await this.run("check_in", { email })) localStorage.setItem(name, "yes");
    this.requestUpdate();
  }
}
customElements.define("cw-check-in", CwCheckIn);
