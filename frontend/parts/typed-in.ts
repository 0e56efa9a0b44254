/** The mark of what a facilitator typed in for those who wrote it on paper. */

import { html, nothing, type TemplateResult } from "lit";

export function typedIn(entry: { proxy?: boolean }): TemplateResult | typeof nothing {
  if (!entry.proxy) return nothing;
  return html`<span class="chip"><i class="icon i-pencil" aria-hidden="true"></i> Typed in by a facilitator</span>`;
}
