/** The call that belongs to a slot of the day, for those who join from elsewhere. */

import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../store/messages";
import { text } from "./room-element";

/** The address of a slot's call, or empty; the server takes https alone, and so do we. */
export function callOf(item: Item | undefined): string {
  const link = text(item, "link");
  return link.startsWith("https://") ? link : "";
}

/** A link that joins the call in a new tab, or nothing. */
export function meeting(item: Item): TemplateResult | typeof nothing {
  const link = callOf(item);
  if (!link) return nothing;
  return html`<a class="btn btn--tight" href=${link} target="_blank" rel="noopener noreferrer"><i class="icon i-link" aria-hidden="true"></i> Join the call<span class="sr"> for ${text(item, "title")}, in a new tab</span></a>`;
}
