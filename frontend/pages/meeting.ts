/** The page of a role-played meeting: one's own side of the table before and after, the meeting, looking back in role. */

import { html, nothing, type TemplateResult } from "lit";
import {
  castOf,
  dutyHolder,
  field,
  groupPeople,
  labelOf,
  lower,
  meetingEntries,
  meetingIn,
  ofKind,
  phaseOf,
} from "../parts/meeting";
import { promptsIn } from "../parts/meeting-answers";
import "../parts/recorded";
import { text } from "../parts/room-element";
import { type AnyStep, stepElement } from "../parts/step";
import type { Entry } from "../store/api";
import type { Item } from "../store/messages";
import { CwActivity } from "./activity";

export class CwMeetingPage extends CwActivity {
  /** What somebody has opened or closed themselves; the rest follows how far the meeting is. */
  private folds = new Map<string, boolean>();

  private entries(): Entry[] {
    const item = this.room.items("room", "activity").find((one) => one.id === this.activity);
    return meetingEntries(this.room, this.room.sheetFor(this.activity), meetingIn(item)?.key);
  }

  protected override heading(item: Item): TemplateResult {
    const entries = this.entries();
    const role = field(castOf(entries, this.room.member), "role");
    const phase = phaseOf(ofKind(entries, "item"));
    if (!role) return html`<div><h1>${text(item, "title")}</h1><p>${text(item, "purpose")}</p></div>`;
    const me = text(this.room.items("me", "me")[0], "name");
    return html`<div><p class="small quiet">${text(item, "title")}</p>${
      phase === "after"
        ? html`<h1>You are ${me} again</h1><p>Stand up, say your own name, change seats. Then note what moved, and answer for the role you played.</p>`
        : html`<h1>You are the ${lower(labelOf(meetingIn(item), role))}</h1><p>Stay in role until the meeting closes. Afterwards you step out and say how it felt.</p>`
    }</div>${this.scribe(entries)}`;
  }

  private scribe(entries: Entry[]): TemplateResult | typeof nothing {
    const holder = dutyHolder(entries, "scribe");
    const name = text(
      groupPeople(this.room).find((one) => one.id === holder),
      "name",
    );
    if (!name) return nothing;
    return html`<span class="end small quiet">${holder === this.room.member ? "You write the minutes" : `${name} is the scribe`}</span>`;
  }

  protected override steps(item: Item, sheet: string, state: string): TemplateResult | typeof nothing {
    if (state === "waiting") return nothing;
    const phase = phaseOf(ofKind(this.entries(), "item"));
    const steps = (item.fields?.steps ?? []) as AnyStep[];
    const [before, ...after] = this.alongside(item);
    const cast = Boolean(field(castOf(this.entries(), this.room.member), "role"));
    const above = before ? this.own(before, cast && phase === "before") : nothing;
    return html`<div class="stack">${steps.map((step) =>
      step.block === "meeting"
        ? html`<section class="stack" aria-label=${step.title}><cw-meeting .room=${this.room} .sheetId=${sheet} .activity=${item} .step=${step} .above=${above}></cw-meeting></section>${after.map((one) => this.own(one, phase === "after"))}`
        : this.fold(
            step.key,
            step.block !== "reading" && (phase === "after" || state === "shared"),
            html`${step.title}`,
            html`<p class="quiet">${step.instruction}</p>${state === "shared" && step.block === "prompts" ? this.beside(sheet, item, step) : stepElement(this.room, sheet, item, step)}`,
          ),
    )}</div>`;
  }

  /** What the group answered, once it is shared, beside what earlier workshops did. */
  private beside(sheet: string, item: Item, step: AnyStep): TemplateResult {
    return html`<div class="split split--beside"><div>${stepElement(this.room, sheet, item, step)}</div><cw-recorded .room=${this.room} .activity=${this.activity} .prompts=${promptsIn(item)}></cw-recorded></div>`;
  }

  /** The steps of the sheet of one's own that stands beside this activity's. */
  private alongside(item: Item): { activity: Item; sheet: string; step: AnyStep }[] {
    const activity = this.room.items("room", "activity").find((one) => one.id === text(item, "alongside"));
    const sheet = activity && this.room.sheetFor(activity.id);
    if (!activity || !sheet || sheet.state === "waiting") return [];
    return ((activity.fields?.steps ?? []) as AnyStep[]).map((step) => ({ activity, sheet: sheet.id, step }));
  }

  private own(one: { activity: Item; sheet: string; step: AnyStep }, open: boolean): TemplateResult {
    return this.fold(
      `${one.sheet}.${one.step.key}`,
      open,
      html`${text(one.activity, "title")}: ${lower(one.step.title)} <span class="chip"><i class="icon i-lock" aria-hidden="true"></i> Only you see this</span>`,
      html`<p class="quiet">${one.step.instruction}</p>${stepElement(this.room, one.sheet, one.activity, one.step)}`,
    );
  }

  /** A part that is open when its time has come; one that somebody is typing in never closes by itself. */
  private fold(key: string, due: boolean, title: TemplateResult, content: TemplateResult): TemplateResult {
    const id = `fold-${key.replace(/\W/g, "-")}`;
    const busy = this.querySelector(`#${id}`)?.contains(document.activeElement) ?? false;
    const open = this.folds.get(key) ?? (due || busy);
    const turn = (event: Event): void => {
      event.preventDefault();
      this.folds.set(key, !open);
      this.requestUpdate();
    };
    return html`<details class="fold card card--tight" id=${id} ?open=${open}><summary @click=${turn}><i class="icon i-chevron-down" aria-hidden="true"></i> <h2 class="fold__title">${title}</h2></summary><div class="stack">${content}</div></details>`;
  }
}
customElements.define("cw-meeting-page", CwMeetingPage);
