/** Other workshops of the programme whose facilitators agreed to compare: counts and shared notes, for facilitators. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement, vars } from "./room-element";
import type { AnyStep, Side } from "./sides";
import type { Filter, NotesStep } from "./tags";
import { picksTable } from "./together-counts";
import { notesSides } from "./together-notes";

interface Workshop {
  title: string;
  date: string;
  people: number;
  picks: Record<string, number>;
  steps: {
    key: string;
    title: string;
    counts: { label: string; tone: string; count: number }[];
    notes: Record<string, string>[];
  }[];
}

interface Answer {
  agrees: boolean;
  enough: boolean;
  workshops: Workshop[];
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export class CwElsewhere extends RoomElement {
  static override properties = {
    ...RoomElement.properties,
    activity: {},
    steps: { attribute: false },
    filter: { attribute: false },
  };
  declare activity: string;
  declare steps: AnyStep[];
  declare filter: Filter;
  private answer: Answer | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(`/w/${this.room.id}/elsewhere/${this.activity}`);
      if (answer.ok) this.answer = (await answer.json()) as Answer;
    } catch {
      this.problem = "Other workshops could not be fetched. Check the network and reload.";
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return html`<section class="stack" aria-labelledby="elsewhere"><h2 id="elsewhere">Other workshops of this programme</h2>${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : this.body()}</section>`;
  }

  private body(): TemplateResult | typeof nothing {
    if (!this.answer) return nothing;
    const plan = `/plan/${this.room.id}/#compare`;
    if (!this.answer.agrees)
      return html`<p>You see them when you agree that they see what was shared here. <a href=${plan}>What is shared, and agreeing</a></p>`;
    if (!this.answer.enough)
      return html`<div class="empty"><strong>Fewer than five people have joined here.</strong> Workshops are compared from five on, both ways.</div>`;
    if (!this.answer.workshops.length)
      return html`<div class="empty"><strong>None has shared this yet.</strong> Those that agreed appear here when they share. <a href=${plan}>What is shared</a></div>`;
    return html`<p class="small quiet">Their facilitators agreed. Counts, and notes that were shared there with everybody; no names. They see the same of this workshop.</p>${this.answer.workshops.map((one) => this.workshop(one))}`;
  }

  private workshop(one: Workshop): TemplateResult {
    const notes = this.steps.filter((step) => step.block === "notes") as NotesStep[];
    return html`<details class="card fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${one.title}, ${day.format(new Date(`${one.date}T12:00:00Z`))} <span class="quiet">${one.people} people</span></summary>
      <div class="stack">${Object.keys(one.picks).length ? picksTable(one.picks, "Picked") : nothing}${one.steps.map(
        (step) => {
          const own = notes.find((mine) => mine.key === step.key);
          const entries = step.notes.map((fields, at) => ({ id: String(at), step: step.key, fields }));
          const side: Side = { name: "Their notes", entries };
          return html`${counts(step)}${own && entries.length ? notesSides(own, [side], this.filter) : nothing}`;
        },
      )}</div></details>`;
  }
}
customElements.define("cw-elsewhere", CwElsewhere);

function counts(step: Workshop["steps"][number]): TemplateResult {
  const most = Math.max(1, ...step.counts.map((one) => one.count));
  return html`<table class="table"><caption>${step.title}</caption><tbody>${step.counts.map((one) => html`<tr><th scope="row">${one.label}</th><td class="n">${one.count}</td><td><span class="meter" aria-hidden="true" ${vars({ v: (100 * one.count) / most })}><i></i></span></td></tr>`)}</tbody></table>`;
}
