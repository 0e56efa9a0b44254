/** What earlier workshops brought back from an activity, quoted with its source; where that is unclear it says so. */

import { html, nothing, type TemplateResult } from "lit";
import type { Room } from "../store/api";
import { RoomElement } from "./room-element";

export interface RecordedEntry {
  step: string;
  fields: Record<string, unknown>;
  unclear: boolean;
  why: string;
}
export interface Recorded {
  source: string;
  note: string;
  groups: { name: string; unclear: boolean; why: string; entries: RecordedEntry[] }[];
}

/** The records of an activity; none while there is no network. */
export async function recordedOf(room: Room, activity: string): Promise<Recorded[]> {
  try {
    const answer = await fetch(`/w/${room.id}/recorded/${activity}`);
    return ((await answer.json()) as { recorded?: Recorded[] }).recorded ?? [];
  } catch {
    return [];
  }
}

/** The words of a recorded entry; a placement names its item and its corner. */
function words(fields: Record<string, unknown>): string {
  if (fields.cell) return `${fields.item_name}: ${fields.cell}`;
  return String(fields.text ?? fields.example ?? fields.organisation ?? "");
}

export class CwRecorded extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {}, prompts: { attribute: false } };
  declare activity: string;
  /** Questions under which the answers are to stand, where there are some. */
  declare prompts: { key: string; label: string }[] | undefined;
  private recorded: Recorded[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void recordedOf(this.room, this.activity).then((found) => {
      this.recorded = found;
      this.requestUpdate();
    });
  }

  protected override render(): TemplateResult[] {
    return this.recorded.map(
      (
        one,
      ) => html`<details class="card fold" ?open=${Boolean(this.prompts)}><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Recorded at earlier workshops</summary><p class="small quiet">${one.source} ${one.note}</p>
        ${one.groups.map((group) => html`<h3>${group.name}</h3>${group.unclear ? html`<p class="small quiet">Unclear in the source: ${group.why}</p>` : nothing}${this.prompts ? this.prompts.map((prompt) => html`<h4>${prompt.label}</h4>${listed(group.entries.filter((entry) => entry.fields.prompt === prompt.key))}`) : listed(group.entries)}`)}</details>`,
    );
  }
}
customElements.define("cw-recorded", CwRecorded);

/** Recorded entries as a list; those that are unclear in the source say why. */
export function listed(entries: RecordedEntry[]): TemplateResult {
  return html`<ul>${entries.filter((entry) => words(entry.fields)).map((entry) => html`<li>${words(entry.fields)}${entry.unclear ? html` <span class="small quiet">(unclear: ${entry.why})</span>` : nothing}</li>`)}</ul>`;
}
