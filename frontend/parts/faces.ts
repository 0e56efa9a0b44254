/** Who else is on a sheet now, as faces. Nobody has a place too, so that nothing moves under a finger when they come. */

import { html, nothing, type TemplateResult } from "lit";
import type { Sheet } from "../store/api";

const TONES = ["pink", "green", "yellow", "blue", "plain"];

export function faces(sheet: Sheet | null): TemplateResult | typeof nothing {
  if (!sheet) return nothing;
  const here = sheet.here();
  if (!here.length) return html`<div class="end here small quiet">Nobody else is here now</div>`;
  return html`<div class="end here"><span class="sr">Here: ${here.map((one) => one.name).join(", ")}</span><span class="faces" aria-hidden="true">${here.map((one, number) => html`<span class="face tone-${TONES[number % TONES.length]}" title=${one.name}>${initials(one.name)}</span>`)}</span></div>`;
}

function initials(name: string): string {
  const letters = name.split(/\s+/).map((word) => word[0] ?? "");
  return letters.join("").slice(0, 2).toUpperCase();
}
