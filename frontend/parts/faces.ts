/** Who else is on a sheet now: faces in the bar of a laptop, a count in that of a phone, so that no page moves when they come. */

import { html, nothing, type TemplateResult } from "lit";
import type { Sheet } from "../store/api";

const TONES = ["pink", "green", "yellow", "blue", "plain"];
/** Faces that a bar holds; the others are counted. */
const MOST = 5;

export function faces(sheet: Sheet | null): TemplateResult | typeof nothing {
  const here = sheet?.here() ?? [];
  if (!here.length) return nothing;
  const more = here.length - MOST;
  return html`<span class="row nowrap on-laptop"><span class="sr">Here: ${here.map((one) => one.name).join(", ")}</span><span class="faces" aria-hidden="true">${here.slice(0, MOST).map((one, number) => html`<span class="face tone-${TONES[number % TONES.length]}" title=${one.name}>${initials(one.name)}</span>`)}${more > 0 ? html`<span class="face tone-plain">+${more}</span>` : nothing}</span></span>`;
}

/** "Mei Chen is here", "3 others here", or nothing when nobody else is. */
export function othersHere(sheet: Sheet | null): string {
  const [first, ...others] = sheet?.here() ?? [];
  if (!first) return "";
  return others.length ? `${others.length + 1} others here` : `${first.name} is here`;
}

function initials(name: string): string {
  const letters = name.split(/\s+/).map((word) => word[0] ?? "");
  return letters.join("").slice(0, 2).toUpperCase();
}
