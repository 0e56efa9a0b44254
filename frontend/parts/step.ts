/** A step of an activity drawn with its block's element. */

import { html, type TemplateResult } from "lit";
import "../../src/commonweal/blocks/choice/element";
import "../../src/commonweal/blocks/matrix/element";
import "../../src/commonweal/blocks/meeting/element";
import "../../src/commonweal/blocks/notes/element";
import "../../src/commonweal/blocks/prompts/element";
import "../../src/commonweal/blocks/reading/element";
import "../../src/commonweal/blocks/table/element";
import type { Room } from "../store/api";
import type { Item } from "../store/messages";

export interface AnyStep {
  key: string;
  block: string;
  title: string;
  instruction: string;
}

/** The element of a step's block on a sheet. */
export function stepElement(room: Room, sheet: string, activity: Item, step: AnyStep): TemplateResult {
  if (step.block === "notes")
    return html`<cw-notes .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-notes>`;
  if (step.block === "table")
    return html`<cw-table .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-table>`;
  if (step.block === "matrix")
    return html`<cw-matrix .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-matrix>`;
  if (step.block === "meeting")
    return html`<cw-meeting .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-meeting>`;
  if (step.block === "reading")
    return html`<cw-reading .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-reading>`;
  if (step.block === "choice")
    return html`<cw-choice .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-choice>`;
  if (step.block === "prompts")
    return html`<cw-prompts .room=${room} .sheetId=${sheet} .activity=${activity} .step=${step}></cw-prompts>`;
  return html`<p class="error">This page does not know the block “${step.block}”. Reload it.</p>`;
}
