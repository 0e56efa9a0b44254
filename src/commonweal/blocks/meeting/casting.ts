/** Before a meeting: who is here, what they are in real life, drawing roles, and changes by hand. */

import { html, nothing, type TemplateResult } from "lit";
import { say } from "../../../../frontend/parts/block-element";
import { castOf, field, groupPeople, lower } from "../../../../frontend/parts/meeting";
import { text } from "../../../../frontend/parts/room-element";
import type { Item } from "../../../../frontend/store/messages";
import { MeetingPart } from "./part";

export class CwCasting extends MeetingPart {
  private ticked = new Map<string, boolean>();
  private drawing = false;
  private said = "";

  protected override render(): TemplateResult {
    const people = groupPeople(this.room);
    const drawn = this.used.length > 0;
    return html`<section class="card stack" aria-labelledby="casting"><div class="card__head"><h2 id="casting">Who plays what</h2></div>
      <p class="small">Nobody plays who they are. Say what you are nearest to in real life, tick who is here, then let one of you draw.</p>
      ${this.own()}
      <ul class="plainlist stack">${people.map((person) => this.person(person))}</ul>
      ${this.refusal()}${this.said ? html`<p role="status">${this.said}</p>` : nothing}
      ${
        this.writable
          ? html`<div class="row"><button class="btn ${drawn ? "" : "btn--primary"}" aria-busy=${this.drawing} @click=${() => this.draw(people)}><i class="icon i-refresh-cw" aria-hidden="true"></i> ${drawn ? "Draw again" : "Draw roles"}</button>
        <span class="small quiet">${drawn ? "You can also change roles by hand, above." : "Anyone in the group can do this, for all."}</span></div>`
          : nothing
      }</section>`;
  }

  /** What somebody is in real life: what they said, else what their sector suggests. */
  private real(person: Item): { key: string; guessed: boolean } {
    const said = field(castOf(this.entries(), person.id), "real");
    const guess = this.step.roles.find((role) => role.sectors.includes(text(person, "sector")))?.key ?? "";
    return { key: said || guess, guessed: !said };
  }

  private own(): TemplateResult | typeof nothing {
    const me = this.room.items("me", "me")[0];
    if (!me || !this.writable) return nothing;
    const { key, guessed } = this.real(me);
    return html`<div class="field"><label for="real">In real life I am nearest to</label>
      <select class="select" id="real" aria-describedby="real-hint" @change=${(event: Event) => this.sayReal((event.target as HTMLSelectElement).value)}>
        ${key ? nothing : html`<option value="" selected>Choose one</option>`}${this.step.roles.map((role) => html`<option value=${role.key} ?selected=${role.key === key}>${role.label}</option>`)}</select>
      <span class="hint" id="real-hint">${guessed ? (key ? "A guess from your sector. Change it if it is wrong." : "You will then not be given that one.") : "You will not be given that one, if it can be helped."}</span></div>`;
  }

  private person(person: Item): TemplateResult {
    const entry = castOf(this.entries(), person.id);
    const role = field(entry, "role");
    const { key, guessed } = this.real(person);
    const name = text(person, "name");
    return html`<li class="casting__row"><label class="choice"><input type="checkbox" .checked=${this.isHere(person)} ?disabled=${!this.writable} @change=${(event: Event) => this.tick(person.id, (event.target as HTMLInputElement).checked)}>
        <span><strong>${name}${person.id === this.room.member ? " (you)" : ""}</strong> is here<span class="small quiet casting__real">${key ? `In real life: ${lower(this.label(key))}${guessed ? ", we guess" : ""}` : "In real life: not said yet"}</span></span></label>
      <div class="field"><label class="small" for="role-${person.id}">${name} plays</label><select class="select" id="role-${person.id}" ?disabled=${!this.writable} @change=${(event: Event) => this.give(person, (event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${!role}>No role yet</option>${this.step.roles.map((one) => html`<option value=${one.key} ?selected=${one.key === role}>${one.label}</option>`)}</select>
      ${role && role === key ? html`<span class="hint">That is who ${name} is in real life.</span>` : nothing}</div></li>`;
  }

  private isHere(person: Item): boolean {
    const known = this.ticked.get(person.id);
    if (known !== undefined) return known;
    const presence = Boolean(this.room.items("room", "info")[0]?.fields?.presence);
    const here = this.sheet?.here().some((one) => one.member === person.id);
    const cast = Boolean(field(castOf(this.entries(), person.id), "role"));
    return !presence || person.id === this.room.member || Boolean(here) || cast;
  }

  private tick(id: string, on: boolean): void {
    this.ticked.set(id, on);
    this.requestUpdate();
  }

  private async sayReal(real: string): Promise<void> {
    await this.run("say_real", { activity: this.activity.id, real });
  }

  private async give(person: Item, role: string): Promise<void> {
    await this.run("give_role", { activity: this.activity.id, member: Number(person.id.slice(1)), role });
  }

  private async draw(people: Item[]): Promise<void> {
    if (this.drawing) return;
    this.drawing = true;
    this.said = "";
    this.requestUpdate();
    const members = people.filter((person) => this.isHere(person)).map((person) => Number(person.id.slice(1)));
    const given = await this.run("draw_roles", { activity: this.activity.id, members });
    this.drawing = false;
    if (given) this.tell((given.own ?? []) as string[]);
    this.requestUpdate();
  }

  private tell(own: string[]): void {
    const names = own.map((member) => (member === this.room.member ? "you" : this.nameOf(member)));
    this.said = own.length
      ? `Drawn. With these people there is no way that everybody plays somebody else: ${names.join(" and ")} ${own.length > 1 || names[0] === "you" ? "stay" : "stays"} close to real life.`
      : "Drawn. Nobody plays who they are.";
    say(this.said);
  }
}
customElements.define("cw-casting", CwCasting);
