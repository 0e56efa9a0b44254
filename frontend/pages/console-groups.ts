/** The console's groups: who is in which, moving people by menu or by dragging, mixing again with an undo. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement, text } from "../parts/room-element";
import { groupsOfPeople } from "../parts/sides";
import type { Item } from "../store/messages";
import { runsOf } from "./console-progress";
import "../parts/sure";

export class CwConsoleGroups extends RoomElement {
  private open = "";
  private earlier: Record<string, number | null> | null = null;
  /** What each group worked on before the last mixing. */
  private scenarios = new Map<string, string>();

  protected override render(): TemplateResult {
    const groups = groupsOfPeople(this.room);
    const people = this.people();
    const loose = people.filter((one) => !groups.some((group) => group.id === text(one, "group")));
    return html`<section class="card" aria-labelledby="gr">
      <div class="card__head"><h2 id="gr">Groups</h2><span class="small quiet">${people.length === 1 ? "1 person" : `${people.length} people`}. Choose a name and pick a group, or drag it</span></div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${runsOf(this.room) ? nothing : this.making(groups, people)}
      <div class="groups">
        ${groups.map((group) =>
          this.box(
            group,
            people.filter((one) => text(one, "group") === group.id),
            groups,
          ),
        )}
        ${loose.length ? this.box(null, loose, groups) : nothing}
      </div></div>
    </section>`;
  }

  private making(groups: Item[], people: Item[]): TemplateResult {
    return html`<div class="row row--making">
        <label for="gc" class="small">How many groups</label><input class="input input--number" id="gc" type="number" min="1" max="30" .value=${String(groups.length || 4)}>
        ${this.wishes(people)}
        <cw-sure icon="i-users" label=${groups.length ? "Mix again" : "Make groups"} yes="Mix them" ?plain=${!groups.length || !people.length}
          words="Everybody may land in another group. What they wrote stays with the group they wrote it for. You can undo it." @cw-sure=${() => this.make()}></cw-sure>
        <button type="button" class="btn btn--tight" @click=${() => this.run("add_group", { name: `Group ${groups.length + 1}` })}>Add one</button>
        ${this.earlier ? html`<button type="button" class="btn btn--tight" @click=${() => this.undo()}><i class="icon i-undo-2" aria-hidden="true"></i> Undo the mixing</button>` : nothing}
      </div>`;
  }

  /** Groups can be made by what people want to work on, once somebody has said so. */
  private wishes(people: Item[]): TemplateResult | typeof nothing {
    const counts = new Map<string, number>();
    for (const one of people) {
      const wish = text(one, "interest");
      if (wish) counts.set(wish, (counts.get(wish) ?? 0) + 1);
    }
    if (!counts.size) return nothing;
    const words = [...counts].sort().map(([wish, count]) => `${wish === "own" ? "own experience" : wish} ${count}`);
    return html`<label for="gi" class="small">by</label><select class="select grow" id="gi" name="by"><option value="">mixing organisations</option><option value="interest">wishes (${words.join(", ")})</option></select>`;
  }

  private people(): Item[] {
    return this.room.items("desk", "person").filter((one) => text(one, "role") === "participant");
  }

  private box(group: Item | null, people: Item[], groups: Item[]): TemplateResult {
    const scenarios = this.room.items("room", "scenario");
    return html`<section class="groupbox" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${(event: DragEvent) => this.dropped(event, group)}>
      <h3>${group ? text(group, "name") : "In no group"} <span class="quiet">${people.length}</span></h3>
      ${
        group
          ? html`<details class="fold"><summary>Change</summary><div class="stack">
        <form class="row" @submit=${(event: SubmitEvent) => this.rename(event, group)}><input class="input" name="name" aria-label="Name of ${text(group, "name")}" maxlength="60" .value=${text(group, "name")}><button class="btn btn--tight">Rename</button></form>
        <select class="select" aria-label="Scenario of ${text(group, "name")}" @change=${(event: Event) => this.run("set_scenario", { id: Number(group.id.slice(1)), scenario: (event.target as HTMLSelectElement).value })}>
          <option value="">Their own experience</option>${scenarios.map((one) => html`<option value=${text(one, "key")} ?selected=${text(one, "key") === text(group, "scenario")}>${text(one, "key")}: ${text(one, "title")}</option>`)}</select>
        <button class="btn btn--tight btn--danger" @click=${() => this.run("remove_group", { id: Number(group.id.slice(1)) })}>Take this group away</button></div></details>`
          : nothing
      }
      <ul>${people.map((person) => this.person(person, group, groups))}</ul></section>`;
  }

  private person(person: Item, group: Item | null, groups: Item[]): TemplateResult {
    const open = this.open === person.id;
    return html`<li class="anchor"><button class="person" data-person=${person.id} aria-haspopup="menu" aria-expanded=${open} draggable="true"
        @dragstart=${(event: DragEvent) => event.dataTransfer?.setData("text/plain", person.id)}
        @click=${() => this.toggle(open ? "" : person.id)} @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.toggle("")}>
        <i class="icon i-grip-vertical" aria-hidden="true"></i>${text(person, "name")}${this.room.present().has(person.id) ? nothing : html`<span class="chip">Away</span>`}<span class="small quiet">${text(person, "organisation")}</span></button>
      ${
        open
          ? html`<div class="menu" role="menu" aria-label="Move ${text(person, "name")}" @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.toggle("")}>
        <div class="menu__head">Move ${text(person, "name")} to</div>
        ${groups.filter((one) => one.id !== group?.id).map((one) => html`<button role="menuitem" @click=${() => void this.move(person.id, one)}>${text(one, "name")}</button>`)}
        ${group ? html`<button role="menuitem" @click=${() => void this.move(person.id, null)}>No group</button>` : nothing}
        ${runsOf(this.room) ? nothing : html`<hr><cw-sure label="Take out of the workshop" yes="Take ${text(person, "name")} out" danger words="${text(person, "name")}’s devices are shut out at once. What they wrote with others stays. You can let them back in, under Workshop." @cw-sure=${() => this.takeOut(person)}></cw-sure>`}</div>`
          : nothing
      }</li>`;
  }

  private takeOut(person: Item): void {
    this.open = "";
    void this.run("remove_member", { id: Number(person.id.slice(1)) });
  }

  private toggle(id: string): void {
    this.open = id;
    this.requestUpdate();
  }

  /** The focus goes with the person who is moved. */
  private async move(person: string, group: Item | null): Promise<void> {
    this.open = "";
    await this.run("move_member", { member: Number(person.slice(1)), group: group ? Number(group.id.slice(1)) : null });
    for (let tries = 0; tries < 20 && !this.focusPerson(person, group); tries += 1)
      await new Promise((done) => setTimeout(done, 50));
  }

  private focusPerson(person: string, group: Item | null): boolean {
    const there = this.people().find((one) => one.id === person);
    if (text(there, "group") !== (group?.id ?? "")) return false;
    const button = this.querySelector<HTMLElement>(`[data-person="${person}"]`);
    button?.focus();
    return document.activeElement === button;
  }

  private dropped(event: DragEvent, group: Item | null): void {
    event.preventDefault();
    const person = event.dataTransfer?.getData("text/plain") ?? "";
    if (/^m\d+$/.test(person)) void this.move(person, group);
  }

  private rename(event: SubmitEvent, group: Item): void {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get("name"));
    void this.run("rename_group", { id: Number(group.id.slice(1)), name });
  }

  private async make(): Promise<void> {
    const count = Number(this.querySelector<HTMLInputElement>("#gc")?.value);
    const by_interest = this.querySelector<HTMLSelectElement>("#gi")?.value === "interest";
    this.scenarios = new Map(groupsOfPeople(this.room).map((group) => [group.id, text(group, "scenario")]));
    const given = await this.run("make_groups", { count, by_interest });
    if (given) this.earlier = given.before as Record<string, number | null>;
    this.requestUpdate();
  }

  private async undo(): Promise<void> {
    const seats = this.earlier;
    this.earlier = null;
    await this.run("arrange", { seats });
    for (const group of groupsOfPeople(this.room)) {
      const scenario = this.scenarios.get(group.id) ?? text(group, "scenario");
      if (scenario !== text(group, "scenario"))
        await this.run("set_scenario", { id: Number(group.id.slice(1)), scenario });
    }
  }
}
customElements.define("cw-console-groups", CwConsoleGroups);
