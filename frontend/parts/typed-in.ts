/** The mark of what a facilitator put there for those whose sheet it is. */

import { html, nothing, type TemplateResult } from "lit";

export function typedIn(
  one: { proxy?: boolean },
  words = "Typed in by a facilitator",
): TemplateResult | typeof nothing {
  return one.proxy
    ? html`<span class="chip"><i class="icon i-pencil" aria-hidden="true"></i> ${words}</span>`
    : nothing;
}
