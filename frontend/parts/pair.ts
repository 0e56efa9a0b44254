/** A pair's page beside its steps: who one is with, one's own examples to read out, and what earlier pairs wrote. */

import { html, nothing, type TemplateResult } from "lit";
import type { Entry } from "../store/api";
import type { Item } from "../store/messages";
import { RoomElement, text } from "./room-element";
import { type AnyStep, stepElement } from "./step";

interface Rows extends AnyStep {
  rows?: { key: string; label: string }[];
}

/** The members of one's pair but oneself. */
export function neighbours(room: RoomElement["room"]): string[] {
  const pair = text(room.items("me", "me")[0], "pair");
  const people = pair ? room.items(`group:${pair}`, "person") : [];
  return people.filter((one) => one.id !== room.member).map((one) => text(one, "name"));
}

export class CwPair extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: { attribute: false } };
  declare activity: Item;
  private reading = "";

  protected override render(): TemplateResult {
    const names = neighbours(this.room);
    const others = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
    return html`${others ? html`<p class="lead">You are with ${others}.</p>` : nothing}
      <p class="small quiet hintline"><i class="icon i-lock" aria-hidden="true"></i>Only ${names.length > 1 ? "the three" : "the two"} of you are shown this page, and whoever joins your pair later.</p>
      ${this.examples()}`;
  }

  /** One's own examples, which stay one's own: one at a time is shown large, to read out as much as one likes. */
  private examples(): TemplateResult | typeof nothing {
    const from = this.room.items("room", "activity").find((one) => one.id === text(this.activity, "from_activity"));
    const sheet = from && this.room.sheetFor(from.id);
    if (!from || !sheet) return nothing;
    const steps = (from.fields?.steps ?? []) as Rows[];
    const found = steps.flatMap((step) =>
      sheet
        .entries(step.key)
        .filter((entry) => String(entry.fields.example ?? "").trim())
        .map((entry) => ({ entry, label: step.rows?.find((row) => row.key === entry.fields.row)?.label ?? "" })),
    );
    return html`<section class="card stack" aria-labelledby="examples"><h2 id="examples">Your own examples, to read out</h2>
      <p class="small quiet">They stay yours: your neighbour’s screen never shows them. Choose one, and say as much of it as you like.</p>
      ${found.length ? found.map(({ entry, label }) => this.example(entry, label)) : html`<p>You have written none. <a href="/w/${this.room.id}/activity/${from.id}">Write one</a>, or tell one from memory.</p>`}</section>`;
  }

  private example(entry: Entry, label: string): TemplateResult {
    const open = this.reading === entry.id;
    const skills = (entry.fields.skills ?? []) as string[];
    return html`<div class="stack"><button class="btn" aria-expanded=${open} @click=${() => this.read(open ? "" : entry.id)}><i class="icon ${open ? "i-eye-off" : "i-eye"}" aria-hidden="true"></i> ${open ? "Put it away" : `Read out: ${label || "an example"}`}</button>
      ${open ? html`<div class="note note--big tone-yellow"><p class="note__text prewrap">${String(entry.fields.example)}</p>${skills.length ? html`<p class="small">Skills: ${skills.join(", ")}</p>` : nothing}</div>` : nothing}</div>`;
  }

  private read(id: string): void {
    this.reading = id;
    this.requestUpdate();
  }
}
customElements.define("cw-pair", CwPair);

/** What pairs wrote that one was in before: to be read, by those who were in them. */
export function earlierPairs(room: RoomElement["room"], activity: Item): TemplateResult | typeof nothing {
  const now = room.sheetFor(activity.id)?.id;
  const before = room.sheetsOf(activity.id).filter((id) => id !== now && room.sheet(id)?.entries().length);
  if (!before.length) return nothing;
  return html`<section class="stack" aria-labelledby="earlier"><h2 id="earlier">With earlier neighbours</h2><p class="quiet">What you wrote together stays with you both.</p>
    ${before.map((id, number) => html`<details class="card fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Pair ${number + 1}</summary>${((activity.fields?.steps ?? []) as AnyStep[]).map((step) => stepElement(room, id, activity, step))}</details>`)}</section>`;
}
