/** Matrices of several sides, and whom the sides placed differently. */

import { html, nothing, type TemplateResult } from "lit";
import { placedDifferently } from "./placements";
import { type AnyStep, placed, type Side } from "./sides";

/** Names that sides placed in different cells, with each side's cell. */
export function differing(step: AnyStep, sides: readonly Side[]): { label: string; cells: Map<string, string> }[] {
  return placedDifferently(sides.flatMap((side) => placed(side, step).map((one) => ({ group: side.name, ...one }))));
}

export function matrixSides(step: AnyStep, sides: readonly Side[]): TemplateResult {
  const differ = differing(step, sides);
  const mark = marking(differ);
  return html`${differences(step, sides, differ)}<div class="four">${sides.map((side) => matrix(step, side, mark))}</div>`;
}

const folded = (label: string): string => label.trim().replace(/\s+/g, " ").toLowerCase();

type Mark = (label: string) => TemplateResult | string;

/** Draws a name, marked where sides placed it differently. */
export function marking(differ: ReturnType<typeof differing>): Mark {
  const marked = new Set(differ.map((one) => folded(one.label)));
  return (label) => (marked.has(folded(label)) ? html`<mark>${label}</mark>` : label);
}

function matrix(step: AnyStep, side: Side, mark: Mark): TemplateResult {
  const all = placed(side, step);
  return html`<section class="card stack"><h2>${side.name}</h2><div class="matrix">${(step.cells ?? []).map((cell) => {
    const own = all.filter((one) => one.cell === cell.key);
    return html`<section class="quad quad--mini tone-${cell.tone}"><h3>${cell.label}<span class="n">${own.length}</span></h3>${own.length ? html`<ul>${own.map((one) => html`<li>${mark(one.label)}</li>`)}</ul>` : html`<p class="quiet">Nobody placed here.</p>`}</section>`;
  })}</div></section>`;
}

function differences(
  step: AnyStep,
  sides: readonly Side[],
  differ: ReturnType<typeof differing>,
): TemplateResult | typeof nothing {
  if (!differ.length) return nothing;
  const cells = new Map((step.cells ?? []).map((cell) => [cell.key, cell]));
  const where = (key: string | undefined): TemplateResult => {
    const cell = cells.get(key ?? "");
    return cell
      ? html`<span class="chip tone-${cell.tone}">${cell.label}</span>`
      : html`<span class="quiet">Not listed</span>`;
  };
  return html`<section class="card stack" aria-labelledby="df"><div class="card__head"><h2 id="df">Placed differently</h2><span class="small quiet">Marked below in yellow. Not a mistake: ask each group for its reason.</span></div>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="df"><table class="table"><thead><tr><th scope="col">Who</th>${sides.map((side) => html`<th scope="col">${side.name}</th>`)}</tr></thead><tbody>${differ.map((one) => html`<tr><th scope="row">${one.label}</th>${sides.map((side) => html`<td>${where(one.cells.get(side.name))}</td>`)}</tr>`)}</tbody></table></div></section>`;
}
