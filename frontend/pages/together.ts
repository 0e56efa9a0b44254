/** Groups side by side, once an activity is shared: what each brought, how they differ, and others beside them. */

import { html, nothing, type TemplateResult } from "lit";
import { type CountedStep, countPage, countTables } from "../parts/counts";
import { filterButtons } from "../parts/filter";
import "../parts/elsewhere";
import "../parts/photos";
import "../parts/recorded";
import "../parts/together-meeting";
import { RoomElement, text } from "../parts/room-element";
import { routeOf } from "../parts/routes";
import { type AnyStep, groupsOf, of, type Side, sidesOf } from "../parts/sides";
import type { Filter, NotesStep } from "../parts/tags";
import { matrixSides } from "../parts/together-matrix";
import { notesSides, tagTables } from "../parts/together-notes";
import { promptSides, tableSides } from "../parts/together-writing";
import type { Item } from "../store/messages";

interface WallNote {
  id: string;
  column: string;
  text: string;
  hidden?: string;
}

export class CwTogether extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private filter: Filter = null;
  private wall: WallNote[] = [];
  private fetched = "";

  protected override render(): TemplateResult {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    const steps = (item?.fields?.steps ?? []) as AnyStep[];
    if (item && text(item, "together") === "meeting")
      return html`<cw-together-meeting .room=${this.room} .activity=${item}></cw-together-meeting>${this.photos()}`;
    const counted = item && countedOf(item);
    return html`<div class="pagehead"><div><h1>${text(item, "title")}${counted ? "" : ", side by side"}</h1><p>${counted ? "How many picked what, as it stood when it was shared." : "What the groups shared."} No names are shown.${this.compared()}</p></div>${this.facilitates() ? html`<a class="btn" href="/w/${this.room.id}/console"><i class="icon i-arrow-left" aria-hidden="true"></i> Console</a>` : nothing}</div>
      ${item ? this.body(item, steps) : nothing}${this.photos()}<cw-recorded .room=${this.room} .activity=${this.activity}></cw-recorded>
      ${this.facilitates() ? html`<cw-elsewhere .room=${this.room} .activity=${this.activity} .steps=${steps} .filter=${this.filter}></cw-elsewhere>` : nothing}`;
  }

  /** Photos of what the groups that shared wrote on paper. */
  private photos(): TemplateResult[] {
    const shared = this.room.sheetsOf(this.activity).filter((id) => this.room.sheet(id)?.state === "shared");
    const groups = groupsOf(this.room).filter((group) => shared.includes(`${this.activity}.${group.id}`));
    return groups.map(
      (group) =>
        html`<cw-photos .room=${this.room} .sheetId=${`${this.activity}.${group.id}`} .whose=${text(group, "name")} reading></cw-photos>`,
    );
  }

  private facilitates(): boolean {
    return routeOf(location.pathname, location.search).role === "facilitator";
  }

  /** People are told when what they shared is also read elsewhere. */
  private compared(): string {
    const compares = this.room.items("room", "info")[0]?.fields?.compares;
    return compares
      ? " Facilitators of other workshops that agreed to compare see it too: counts and notes, without names."
      : "";
  }

  private body(item: Item, steps: AnyStep[]): TemplateResult {
    const counted = countedOf(item);
    if (counted) return html`<div class="stack">${countPage(countTables(steps, counted))}</div>`;
    if (text(item, "privacy") === "anonymous") return this.wallColumns(item, steps);
    const sides = sidesOf(this.room, this.activity);
    if (!sides.length)
      return html`<div class="empty"><strong>Nothing shared yet.</strong> It appears here when the facilitator shares it.</div>`;
    return html`${steps.map((step) => this.step(step, steps, sides))}`;
  }

  /** A step of every side; what one of the kinds here does not draw stays with its own page. */
  private step(step: AnyStep, steps: AnyStep[], sides: Side[]): TemplateResult | typeof nothing {
    const own = sides.filter((side) => of(side, step.key).length);
    const placedElsewhere = steps.some((other) => other.block === "matrix" && other.items_from === step.key);
    if (!own.length || placedElsewhere) return nothing;
    if (step.block === "matrix") return matrixSides(step, sides);
    if (step.block === "prompts") return promptSides(step, own);
    if (step.block === "table") return tableSides(step, own);
    if (step.block === "notes") return this.notes(step as unknown as NotesStep, own);
    return nothing;
  }

  private notes(step: NotesStep, sides: Side[]): TemplateResult {
    const all = sides.flatMap((side) => of(side, step.key));
    const choose = (filter: Filter): void => {
      this.filter = filter;
      this.requestUpdate();
    };
    return html`${filterButtons(step, all, this.filter, choose)}${notesSides(step, sides, this.filter)}${tagTables(step, sides)}`;
  }

  // --- the wall ---

  private wallColumns(item: Item, steps: AnyStep[]): TemplateResult {
    if (Number(item.fields?.batch ?? 0) && this.fetched !== String(item.seq)) {
      this.fetched = String(item.seq);
      void this.load();
    }
    const notes = this.wall.filter((note) => !note.hidden);
    if (!notes.length)
      return html`<div class="empty"><strong>Nothing shown yet.</strong> Notes of the wall appear together, once five people have written.</div>`;
    return html`<div class="board board--four">${(steps[0]?.columns ?? []).map((column) => {
      const own = notes.filter((note) => note.column === column.key);
      return html`<section class="board__col tone-${column.tone}"><div class="board__head"><h2>${column.label}</h2><span class="quiet">${own.length}</span></div><ul class="board__notes">${own.map((note) => html`<li class="note tone-${column.tone}"><p class="note__text">${note.text}</p></li>`)}</ul></section>`;
    })}</div>`;
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(`/w/${this.room.id}/wall/${this.activity}`, { headers: { "X-Commonweal": "1" } });
      this.wall = (await answer.json()).notes ?? [];
    } catch {
      this.fetched = "";
    }
    this.requestUpdate();
  }
}
customElements.define("cw-together", CwTogether);

/** The counts that came together when an activity was shared, if it is one of which only counts do. */
function countedOf(item: Item): CountedStep[] | undefined {
  return (item.fields?.together_counts as { steps?: CountedStep[] } | undefined)?.steps;
}
