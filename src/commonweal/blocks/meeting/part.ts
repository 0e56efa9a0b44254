/** What the parts of a meeting share: its entries by kind, who chairs and who writes, taking over, the clock. */

import { html, nothing, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/parts/block-element";
import {
  castOf,
  dutyHolder,
  field,
  groupPeople,
  labelOf,
  liveItem,
  type MeetingStep,
  meetingEntries,
  ofKind,
  type Phase,
  phaseOf,
} from "../../../../frontend/parts/meeting";
import { clock, minutesIn, text } from "../../../../frontend/parts/room-element";
import { Typing } from "../../../../frontend/parts/typing";
import type { Entry } from "../../../../frontend/store/api";

const DUTIES: Record<string, [string, string]> = {
  chair: ["chairs", "Take over the chair"],
  scribe: ["writes the minutes", "Take over the minutes"],
};

export class MeetingPart extends BlockElement<MeetingStep> {
  private taking = "";

  /** Whether this part tells of what is new: the meeting does, its parts would say it again. */
  protected get tells(): boolean {
    return false;
  }

  protected override updated(): void {
    if (this.tells) super.updated();
  }

  protected override entries(): Entry[] {
    return this.typedByMe(meetingEntries(this.room, this.sheet, this.step.key));
  }

  /** What else was chosen beside words that are being typed at a place, such as an owner. */
  protected typedFields(where: string): Record<string, unknown> {
    const left = Typing.of(this.room).left();
    const of = (one: (typeof left)[number]): boolean => one.sheet === this.sheetId && one.step === this.step.key;
    return left.find((one) => of(one) && one.where === where)?.fields ?? {};
  }

  protected kind(kind: string): Entry[] {
    return ofKind(this.entries(), kind);
  }

  protected get items(): Entry[] {
    return this.kind("item");
  }

  protected get live(): Entry | undefined {
    return liveItem(this.items);
  }

  protected get phase(): Phase {
    return phaseOf(this.items);
  }

  protected get mine(): Entry | undefined {
    return castOf(this.entries(), this.room.member);
  }

  /** Whether this person has a duty; where nobody has it, everybody may do it. */
  protected has(duty: string): boolean {
    const holder = dutyHolder(this.entries(), duty);
    return this.writable && (holder === "" || holder === this.room.member);
  }

  /** Roles that somebody plays, in their order. */
  protected get used(): MeetingStep["roles"] {
    const taken = new Set(this.kind("cast").map((entry) => field(entry, "role")));
    return this.step.roles.filter((role) => taken.has(role.key));
  }

  protected label(role: string): string {
    return labelOf(this.step, role);
  }

  protected nameOf(member: string): string {
    if (member === this.room.member) return "You";
    const found = groupPeople(this.room).find((one) => one.id === member);
    return text(found, "name") || "Somebody";
  }

  /** The server's time, as near as this device knows it. */
  protected now(): number {
    return Date.now() + this.room.clockSkew;
  }

  /** A moment as a time of day where the workshop is. */
  protected timeOf(moment: number): string {
    if (!moment) return "";
    return clock(minutesIn(text(this.room.items("room", "info")[0], "zone"), new Date(moment)));
  }

  /** Who has a duty, and a way to take it over that asks first. */
  protected duty(duty: string): TemplateResult | typeof nothing {
    const holder = dutyHolder(this.entries(), duty);
    if (!holder || holder === this.room.member || !this.writable) return nothing;
    const [does, take] = DUTIES[duty] ?? ["", ""];
    const name = this.nameOf(holder);
    const here = this.sheet?.here().some((one) => one.member === holder);
    if (this.taking !== duty)
      return html`<div class="row small quiet"><span>${name} ${does}</span><button class="btn btn--tight btn--quiet" @click=${() => this.offer(duty)}>${take}</button></div>`;
    return html`<div class="message tone-yellow" role="group" aria-label=${take}><i class="icon i-hand" aria-hidden="true"></i><div class="stack"><p>${here ? html`<strong>${name} is here now.</strong> Have you agreed on this?` : html`<strong>${name} is not on this page now.</strong> ${name} can take it back later.`}</p>
      <div class="row"><button class="btn btn--primary btn--tight" @click=${() => this.takeOver(duty)}>Yes, take over</button><button class="btn btn--tight" @click=${() => this.offer("")}>Leave it</button></div></div></div>`;
  }

  private offer(duty: string): void {
    this.taking = duty;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".message .btn--primary")?.focus());
  }

  private async takeOver(duty: string): Promise<void> {
    await this.run("take_duty", { activity: this.activity.id, duty });
    this.offer("");
  }

  /** The words of a command that was refused. */
  protected refusal(): TemplateResult | typeof nothing {
    return this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing;
  }
}
