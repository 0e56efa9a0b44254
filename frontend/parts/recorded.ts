/** What earlier workshops brought back, quoted with its source; where the source is unclear it says so. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement } from "./room-element";

interface Recorded {
  source: string;
  note: string;
  groups: {
    name: string;
    unclear: boolean;
    why: string;
    entries: { fields: Record<string, unknown>; unclear: boolean; why: string }[];
  }[];
}

/** The words of a recorded entry; a placement names its item and its corner. */
function words(fields: Record<string, unknown>): string {
  if (fields.cell) return `${fields.item_name}: ${fields.cell}`;
  return String(fields.text ?? fields.example ?? fields.organisation ?? "");
}

export class CwRecorded extends RoomElement {
  static override properties = { ...RoomElement.properties, activity: {} };
  declare activity: string;
  private recorded: Recorded[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    fetch(`/w/${this.room.id}/recorded/${this.activity}`)
      .then((answer) => answer.json())
      .then((said) => {
        this.recorded = said.recorded ?? [];
        this.requestUpdate();
      })
      .catch(() => undefined);
  }

  protected override render(): TemplateResult[] {
    return this.recorded.map(
      (
        one,
      ) => html`<details class="card fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> Recorded at earlier workshops</summary><p class="small quiet">${one.source} ${one.note}</p>
        ${one.groups.map((group) => html`<h3>${group.name}</h3>${group.unclear ? html`<p class="small quiet">Unclear in the source: ${group.why}</p>` : nothing}<ul>${group.entries.filter((entry) => words(entry.fields)).map((entry) => html`<li>${words(entry.fields)}${entry.unclear ? html` <span class="small quiet">(unclear: ${entry.why})</span>` : nothing}</li>`)}</ul>`)}</details>`,
    );
  }
}
customElements.define("cw-recorded", CwRecorded);
