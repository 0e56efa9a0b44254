/** Counts that came together, step by step: how many people picked each option, with the number and the words. */

import { html, nothing, type TemplateResult } from "lit";
import { vars } from "./room-element";

export interface CountedStep {
  key: string;
  withheld?: boolean;
  /** All picked one option: counts would tell what each person picked. */
  alike?: boolean;
  people?: number;
  /** Options, by key or by their words, with how often each was picked, in the options' order. */
  counts?: [string, number][];
}
interface Step {
  key: string;
  block: string;
  title: string;
  options?: { key: string; label: string }[];
}
export interface CountRow {
  label: string;
  count: number;
}
export interface CountTable {
  key: string;
  title: string;
  people: number;
  /** Why there are no counts, or empty. */
  none: string;
  /** Whether each person picks one option, or several. */
  one: boolean;
  rows: CountRow[];
}

/** The steps' counts as they are shown: a choice in its order, with what nobody picked; a long list by how often. */
export function countTables(steps: Step[], counted: CountedStep[]): CountTable[] {
  return counted.map((found) => {
    const step = steps.find((one) => one.key === found.key);
    const labels = new Map((step?.options ?? []).map((option) => [option.key, option.label]));
    const rows = (found.counts ?? []).map(([option, count]) => ({ label: labels.get(option) ?? option, count }));
    const one = step?.block === "choice";
    const sorted = one ? rows : rows.filter((row) => row.count).sort((a, b) => b.count - a.count);
    const { key, people = 0 } = found;
    const none = found.withheld ? TOO_FEW : found.alike ? ALIKE : "";
    return { key, title: step?.title ?? "", people, none, one, rows: sorted };
  });
}

const TOO_FEW = "Fewer than five people have picked here. Counts are shown from five on.";
const ALIKE = "The picks are so close together that counts would tell what each person picked. Ask the room instead.";

/** How many people there are behind a table of counts. */
export function countWords({ people, one }: CountTable): string {
  return one
    ? `${people} people picked. Nobody’s reasons are shown.`
    : `How often each was picked by ${people} people. Nobody’s examples are shown.`;
}

/** The counts as tables with bars. */
export function countPage(tables: CountTable[]): TemplateResult[] {
  return tables.map((table) => {
    const most = Math.max(1, ...table.rows.map((row) => row.count));
    const head = tables.length > 1 ? html`<h2 id="c-${table.key}">${table.title}</h2>` : nothing;
    if (table.none) return html`<section class="card stack">${head}<p>${table.none}</p></section>`;
    return html`<section class="card stack">${head}<p>${countWords(table)}</p><table class="table counts"><thead><tr><th scope="col">${table.one ? "Pick" : "Skill"}</th><th scope="col" class="n">${table.one ? "People" : "Times"}</th><th scope="col"><span class="sr">Share</span></th></tr></thead><tbody>${table.rows.map(
      (row) =>
        html`<tr><th scope="row">${row.label}</th><td class="n">${table.one ? `${row.count} of ${table.people}` : row.count}</td><td><span class="meter" aria-hidden="true" ${vars({ v: (100 * row.count) / (table.one ? table.people : most) })}><i></i></span></td></tr>`,
    )}</tbody></table></section>`;
  });
}
