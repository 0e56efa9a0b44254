/** The facilitator's guide beside the console: for the activity chosen, and for the part that is on or nearly on. */

import { html, nothing, type TemplateResult } from "lit";
import { callOf } from "../parts/meeting-link";
import { clock, dayOf, minutesIn, RoomElement, text } from "../parts/room-element";
import { within } from "../parts/routes";

interface Guide {
  purpose: string;
  room?: string;
  timings?: string[];
  listen_for?: string[];
  goes_wrong?: string[];
  debrief?: string[];
  [by: string]: string | string[] | undefined;
}
interface Guided {
  title: string;
  guide: Guide;
}
interface Guides {
  parts: Record<string, Guided>;
  activities: Record<string, Guided>;
}

const SIZES: [string, string][] = [
  ["six", "6 people"],
  ["twenty", "20"],
  ["sixty", "60"],
];
const WAYS: [string, string][] = [
  ["in_person", "In person"],
  ["hybrid", "Hybrid"],
  ["remote", "Remote"],
];
const LISTS: [string, string][] = [
  ["timings", "Timings"],
  ["listen_for", "Listen for"],
  ["goes_wrong", "What goes wrong"],
  ["debrief", "To close"],
];
/** A part that begins so soon is shown already. */
const SOON = 15;

/** The size whose advice fits a number of people best: nearer to 6, to 20 or to 60, by how many times as many. */
export function sizeFor(people: number): string {
  if (people < 11) return "six";
  return people < 35 ? "twenty" : "sixty";
}

export class CwConsoleGuide extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private guides: Guides | null = null;
  private failed = false;
  /** What the facilitator chose; empty follows the number here, and whether there is a call. */
  private size = "";
  private way = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fetch();
  }

  private async fetch(): Promise<void> {
    this.failed = false;
    try {
      const answer = await fetch(`/w/${this.room.id}/guides.json`);
      if (!answer.ok) throw new Error(`The guides answered ${answer.status}.`);
      this.guides = await answer.json();
    } catch {
      this.failed = true;
    }
    this.requestUpdate();
  }

  /** How many participants are here now; before anybody is, how many have joined. */
  private people(): { count: number; here: boolean } {
    const present = this.room.present();
    const joined = this.room.items("desk", "person").filter((one) => text(one, "role") === "participant");
    const here = joined.filter((one) => present.has(one.id)).length;
    return here ? { count: here, here: true } : { count: joined.length, here: false };
  }

  /** Parts of slots that are on, or begin within a quarter of an hour: key and when. */
  private parts(): [string, string][] {
    const day = dayOf(this.room);
    const now = minutesIn(text(this.room.items("room", "info")[0], "zone"), new Date(Date.now() + this.room.clockSkew));
    const near = day.filter(
      ({ state, start }) =>
        state === "live" || (state !== "done" && state !== "skipped" && start >= now && start - now <= SOON),
    );
    const found = new Map<string, string>();
    for (const { item, state, start } of near) {
      const part = text(item, "part");
      if (part && !found.has(part)) found.set(part, state === "live" ? "on now" : `begins at ${clock(start)}`);
    }
    return [...found];
  }

  protected override render(): TemplateResult {
    return html`<section class="card stack guidecard" aria-labelledby="gd"><div class="card__head"><h2 id="gd">Guide</h2>
      <span class="row small"><a href="/blank/${this.room.id}/${this.activity}/" target="_blank" rel="noopener">Blank sheet, to print<span class="sr">, in a new tab</span></a><a href="/plan/${this.room.id}/guide/">All guides, to print</a><a href=${within(this.room, "library")}>Library</a></span></div>${this.body()}</section>`;
  }

  private body(): TemplateResult {
    if (this.failed)
      return html`<p class="small quiet" role="status">The guide could not be fetched. <button class="btn btn--tight" @click=${() => this.fetch()}>Try again</button></p>`;
    if (!this.guides) return html`<p class="small quiet">Opening the guide…</p>`;
    const { activities, parts } = this.guides;
    const chosen = activities[this.activity];
    const running = dayOf(this.room).find(({ state }) => state === "live")?.item;
    const people = this.people();
    const size = this.size || sizeFor(people.count);
    const way = this.way || (callOf(running) ? "hybrid" : "in_person");
    const near = this.parts().flatMap(([key, when]) => (parts[key] ? [{ ...parts[key], when }] : []));
    return html`<div class="row">${this.segment("How many people", SIZES, size, (key) => {
      this.size = key;
    })} ${this.segment("How you meet", WAYS, way, (key) => {
      this.way = key;
    })}</div>
      <p class="small quiet">${people.count} ${people.here ? "here now" : "have joined"}${this.size ? nothing : ", which chose the size"}.</p>
      ${chosen ? html`<h3>${chosen.title}</h3>${this.guide(chosen.guide, size, way)}` : html`<p class="small quiet">This activity came without a guide.</p>`}
      ${near.map((part) => html`<details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Part, ${part.when}: ${part.title}</summary><div class="stack">${this.guide(part.guide, size, way)}</div></details>`)}`;
  }

  private segment(
    label: string,
    of: [string, string][],
    chosen: string,
    choose: (key: string) => void,
  ): TemplateResult {
    const press = (key: string): void => {
      choose(key);
      this.requestUpdate();
    };
    return html`<div class="segment" role="group" aria-label=${label}>${of.map(
      ([key, words]) =>
        html`<button type="button" aria-pressed=${key === chosen} @click=${() => press(key)}>${words}</button>`,
    )}</div>`;
  }

  private guide(guide: Guide, size: string, way: string): TemplateResult {
    const said = (title: string, words: string | string[] | undefined): TemplateResult | typeof nothing =>
      words?.length
        ? html`<div><h4>${title}</h4>${typeof words === "string" ? html`<p>${words}</p>` : html`<ul>${words.map((line) => html`<li>${line}</li>`)}</ul>`}</div>`
        : nothing;
    const label = (of: [string, string][], key: string): string => of.find(([one]) => one === key)?.[1] ?? "";
    return html`<div class="guide small stack"><p>${guide.purpose}</p>
      ${said("Timings", guide.timings)} ${said(`With ${label(SIZES, size)}${size === "six" ? "" : " people"}`, guide[size])}
      ${said(label(WAYS, way), guide[way])} ${said("Room and materials", guide.room)}
      ${LISTS.slice(1).map(([key, title]) => said(title, guide[key]))}</div>`;
  }
}
customElements.define("cw-console-guide", CwConsoleGuide);
