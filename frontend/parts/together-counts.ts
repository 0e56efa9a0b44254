/** Counts that came together: how often something was picked, never by whom. */

import { html, type TemplateResult } from "lit";
import { vars } from "./room-element";

/** A table of picks with bars, the most frequent first. */
export function picksTable(picks: Record<string, number>, what: string): TemplateResult {
  const rows = Object.entries(picks).sort(([, one], [, two]) => two - one);
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return html`<table class="table"><thead><tr><th scope="col">${what}</th><th scope="col" class="n">Times</th><th scope="col"><span class="sr">Share</span></th></tr></thead><tbody>${rows.map(
    ([pick, count]) =>
      html`<tr><th scope="row">${pick}</th><td class="n">${count}</td><td><span class="meter" aria-hidden="true" ${vars({ v: (100 * count) / most })}><i></i></span></td></tr>`,
  )}</tbody></table>`;
}
