/** The console's table of how groups get on with an activity: counts without words, and each group's own state. */

import { html, nothing, type TemplateResult } from "lit";
import { placedOf } from "../parts/placements";
import { isRating, RoomElement, text, vars } from "../parts/room-element";
import { groupsOfPeople } from "../parts/sides";
import type { Item } from "../store/messages";

export const STATES: Record<string, [string, string]> = {
  waiting: ["tone-plain", "Waiting"],
  open: ["tone-green", "Open"],
  closed: ["tone-yellow", "Locked"],
  shared: ["tone-blue", "Shared"],
};

/** The groups that the facilitator at this console runs; null for one who runs the whole workshop. */
export function runsOf(room: RoomElement["room"]): Set<string> | null {
  const runs = room.items("me", "me")[0]?.fields?.runs as number[] | null | undefined;
  return runs ? new Set(runs.map((group) => `g${group}`)) : null;
}

interface Counted {
  key: string;
  block: string;
  title: string;
  items_from?: string;
}

/** How much there is of each step; what is placed, out of what there is to place. */
function written(steps: Counted[], counts: Record<string, number>): TemplateResult[] {
  const placed = placedOf(steps, counts);
  const titled = ({ block, title }: Counted): string =>
    block === "meeting" ? "Minutes, decisions and actions" : title.replace(/[?.:]$/, "");
  const titles = new Map(steps.map((step) => [step.key, titled(step)]));
  const found = Object.entries(counts)
    .filter(([key]) => key !== placed?.place && key !== placed?.list)
    .map(([key, count]) => html`<div class="small">${titles.get(key) ?? key}: <span class="num">${count}</span></div>`);
  if (!placed) return found;
  const { count, all } = placed;
  const row = html`<div class="placedrow small"><span class="meter grow" aria-hidden="true" ${vars({ v: (100 * count) / all })}><i></i></span><span class="num nowrap">${count} of ${all} placed</span></div>`;
  return [row, ...found];
}

export class CwConsoleProgress extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: { attribute: false } };
  declare activity: Item | undefined;

  protected override render(): TemplateResult {
    const runs = runsOf(this.room);
    const groups = groupsOfPeople(this.room).filter((group) => !runs || runs.has(group.id));
    const rows = groups.map((group) => this.row(group)).filter((row) => row !== nothing);
    return html`<section class="card" aria-labelledby="pg">
      <div class="card__head"><h2 id="pg">How groups are getting on</h2><span class="small quiet">Counts only. You see what they write when they share it.</span></div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${
        rows.length && text(this.activity, "holder") === "group"
          ? html`<div class="scroll" tabindex="0" role="region" aria-labelledby="pg"><table class="table">
        <thead><tr><th scope="col">Group</th><th scope="col" class="n">Here</th><th scope="col">Written</th><th scope="col">State</th><th scope="col">This group</th></tr></thead>
        <tbody>${rows}</tbody></table></div>`
          : html`<p class="small quiet">${this.words()}</p>`
      }
    </section>`;
  }

  private words(): string {
    const { activity } = this;
    if (isRating(activity)) return "Answers have no names, so there is nothing to count here before you share.";
    if (text(activity, "privacy") === "anonymous")
      return "Notes have no names, so nothing is counted here. Review them when people have written.";
    if (text(activity, "holder") === "person") return "Each person works alone on this; nobody else is shown it.";
    if (text(activity, "holder") === "pair") return "Pairs write on this; nobody but the pair is shown it.";
    if (text(activity, "holder") === "room") return "Everybody writes on one sheet.";
    return "There are no groups yet. Make them below.";
  }

  private row(group: Item): TemplateResult | typeof nothing {
    const { activity } = this;
    const id = `${activity?.id}.${group.id}`;
    const sheet = this.room.items("desk", "sheet").find((one) => one.id === id);
    if (!activity || !sheet) return nothing;
    const counts = (this.room.items(`${id}/counts`, "counts")[0]?.fields ?? {}) as {
      total?: number;
      steps?: Record<string, number>;
    };
    const steps = (activity.fields?.steps ?? []) as Counted[];
    const people = this.room.items("desk", "person").filter((one) => text(one, "group") === group.id);
    const here = people.filter((one) => this.room.present().has(one.id)).length;
    const [tone, word] = STATES[text(sheet, "state")] ?? ["", ""];
    const asks = this.room
      .items("desk", "help")
      .some((one) => text(one, "group") === group.id && !one.fields?.answered);
    return html`<tr><th scope="row">${text(group, "name")}${this.typeIn(id, text(group, "name"))}</th><td class="n nowrap">${here} of ${people.length}</td>
      <td>${written(steps, counts.steps ?? {})}${counts.total ? nothing : html`<span class="quiet">Nothing yet</span>`}</td>
      <td><span class="chip ${asks ? "tone-pink" : tone}">${asks ? "Asked for help" : word}</span></td>
      <td><select class="select" aria-label="Change ${text(group, "name")} alone" @change=${(event: Event) => this.set(event, activity, group, text(sheet, "state"))}>
        ${Object.entries(STATES).map(([state, [, label]]) => html`<option value=${state} ?selected=${state === text(sheet, "state")}>${label}</option>`)}</select></td></tr>`;
  }

  /** The way to type in what was written on paper; where the sheet is locked by then, that page says what to do. */
  private typeIn(sheet: string, whose: string): TemplateResult | typeof nothing {
    const found = this.room.sheet(sheet);
    if (!found?.writable && found?.state !== "closed") return nothing;
    return html`<a class="fromtable" href="/w/${this.room.id}/typing-in/${sheet}?as=facilitator"><i class="icon i-pencil" aria-hidden="true"></i> Type in from paper<span class="sr"> for ${whose}</span></a>`;
  }

  private set(event: Event, activity: Item, group: Item, kept: string): void {
    const select = event.target as HTMLSelectElement;
    void this.choose(select, kept, { activity: activity.id, state: select.value, group: Number(group.id.slice(1)) });
  }

  /** When a choice is refused, it goes back to what is so. */
  private async choose(select: HTMLSelectElement, kept: string, body: Record<string, unknown>): Promise<void> {
    if (!(await this.run("set_state", body))) select.value = kept;
  }
}
customElements.define("cw-console-progress", CwConsoleProgress);
