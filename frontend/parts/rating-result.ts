/** What came together of one team's answers: where it differs most, every contrast's spread, and the same as a table. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { RatingItem, RatingStep } from "../../src/commonweal/blocks/rating/element";
import { csv, download } from "./csv";

export interface ItemResult {
  key: string;
  withheld?: boolean;
  /** All gave one answer: where it lies would tell what each person said. */
  alike?: boolean;
  answers?: number;
  agreement?: number;
  words?: "close together" | "some spread" | "far apart";
  counts?: number[];
  /** The two middle answers, mostly the same one; points are counted from 1. */
  middle?: [number, number];
}
export interface TeamResult {
  team: string;
  key: string;
  people: number;
  items: ItemResult[];
}
type Pair = { item: RatingItem; found: ItemResult };

const LEVELS: Record<string, [string, number, string]> = {
  "far apart": ["tone-pink", 1, "Far apart"],
  "some spread": ["tone-yellow", 2, "Some spread"],
  "close together": ["tone-green", 3, "Close together"],
};
const MOST = 3;
/** Above so many people one block of a chart stands for two. */
const BLOCKS = 30;

/** How dark a count is drawn: by its share of those who answered, on one fixed scale. */
export function heat(count: number, answers: number): number {
  if (!count) return 0;
  const share = count / answers;
  return share < 0.08 ? 1 : share < 0.16 ? 2 : share < 0.24 ? 3 : share < 0.32 ? 4 : 5;
}

/** Items with their results, as asked or those furthest apart first; what is withheld comes last then. */
export function inOrder(step: RatingStep, result: TeamResult, apart: boolean): Pair[] {
  const by = new Map(result.items.map((found) => [found.key, found]));
  const pairs = step.items.map((item) => ({ item, found: by.get(item.key) ?? { key: item.key, withheld: true } }));
  return apart ? pairs.sort((a, b) => (a.found.agreement ?? 2) - (b.found.agreement ?? 2)) : pairs;
}

function agree(found: ItemResult): TemplateResult | typeof nothing {
  const [tone, level, words] = LEVELS[found.words ?? ""] ?? ["", 0, ""];
  if (!words) return nothing;
  return html`<span class="agree ${tone}" data-level=${level}><i aria-hidden="true"><b></b></i>${words}</span>`;
}

function spread(found: ItemResult): TemplateResult {
  if (found.withheld)
    return html`<span class="small quiet spread__none">Fewer than 5 answers, so nothing is shown.</span>`;
  if (!found.counts)
    return html`<span class="small quiet spread__none">So close together that counts would tell what each person said.</span>`;
  const { counts, middle, answers = 0 } = found;
  return html`<div class="spread" data-points=${counts.length} role="img" aria-label="${counts.join(", ")} answers from left to right; the middle is ${middleWords(found)}">${counts.map((count, index) => html`<span data-h=${heat(count, answers)} ?data-median=${middle?.includes(index + 1)}>${count || "·"}</span>`)}</div>`;
}

function middleWords({ middle }: ItemResult): string {
  if (!middle) return "";
  return middle[0] === middle[1] ? `point ${middle[0]}` : `between points ${middle[0]} and ${middle[1]}`;
}

/** The three that lie furthest apart, a block a person, each with a question to talk about. */
export function differences(step: RatingStep, result: TeamResult): TemplateResult {
  const most = inOrder(step, result, true).filter(({ found }) => found.counts);
  return html`<div class="differ">${most.slice(0, MOST).map(({ item, found }) => {
    const two = (found.answers ?? 0) > BLOCKS;
    return html`<figure class="card card--tight stack"><div class="bipolar__poles small"><span>${item.left}</span><span>${item.right}</span></div>
      <div class="people" data-points=${found.counts?.length ?? 7} role="img" aria-label="${found.counts?.join(", ")} answers from left to right">${found.counts?.map((count) => html`<span>${Array.from({ length: two ? Math.ceil(count / 2) : count }, () => html`<i></i>`)}</span>`)}</div>
      <figcaption class="stack"><span class="row">${agree(found)}<span class="small quiet">${two ? "One block is two people" : "One block is one person"}</span></span>${item.ask ? html`<span>${item.ask}</span>` : nothing}</figcaption></figure>`;
  })}</div>`;
}

/** Every contrast under the words that its agreement has, those furthest apart first; for a big screen. */
export function byAgreement(step: RatingStep, result: TeamResult): TemplateResult[] {
  const pairs = inOrder(step, result, true);
  const levels = [...new Set(pairs.map(({ found }) => found.words ?? ""))];
  return levels.map((words) => {
    const own = pairs.filter(({ found }) => (found.words ?? "") === words);
    const [first] = own;
    return html`<h2>${first && words ? agree(first.found) : "Too few answers"}</h2><div role="list">${own.map(
      ({ item, found }) =>
        html`<div class="pairrow" role="listitem"><span>${item.left}</span>${spread(found)}<span>${item.right}</span></div>`,
    )}</div>`;
  });
}

function pairRow({ item, found }: Pair): TemplateResult {
  return html`<div class="pairrow" role="listitem"><span>${item.left}</span>${spread(found)}<span>${item.right}</span>${agree(found) === nothing ? html`<span></span>` : agree(found)}</div>`;
}

export class CwRatingResult extends LitElement {
  static override properties = { step: { attribute: false }, result: { attribute: false } };
  declare step: RatingStep;
  declare result: TeamResult;
  private apart = true;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { step, result } = this;
    const order = (apart: boolean, words: string): TemplateResult =>
      html`<button aria-current=${this.apart === apart ? "true" : nothing} @click=${() => this.sort(apart)}>${words}</button>`;
    return html`<div class="pagehead"><div><h2>${result.team}</h2><p>${result.people} people answered for this team. No names are kept with the answers. Nothing is shown below 5 answers.</p></div>
        <div class="row end"><div class="segment" role="group" aria-label="Order">${order(true, "Furthest apart first")}${order(false, "As asked")}</div>
        <button class="btn btn--tight" @click=${() => this.take()}><i class="icon i-download" aria-hidden="true"></i> Table</button></div></div>
      <div class="results"><section aria-labelledby="differ"><h3 id="differ">Where we differ most</h3>${differences(step, result)}</section>
      <section class="card" aria-labelledby="all"><div class="card__head"><h3 id="all">All ${step.items.length} contrasts</h3><span class="small quiet">Numbers are people. Diamonds mark the middle answer, or the two middle ones. Darker means a bigger share.</span></div>
        <div role="list">${inOrder(step, result, this.apart).map(pairRow)}</div></section>
      <details class="fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> The same as a table</summary>${this.table()}</details>
      <p class="small quiet">Closeness is van der Eijk’s agreement: close together from 0.5, far apart below 0.2. It notices a group that has split in two, which an average hides. ${step.note}</p></div>`;
  }

  private sort(apart: boolean): void {
    this.apart = apart;
    this.requestUpdate();
  }

  private columns(): string[] {
    const points = Array.from({ length: this.step.points }, (_, index) => String(index + 1));
    return ["Left", ...points, "Right", "Answered", "Left out", "Middle", "Agreement", "In words"];
  }

  private rows(): (string | number)[][] {
    const { step, result } = this;
    return inOrder(step, result, this.apart).map(({ item, found }) => {
      const counts = found.counts ?? Array.from({ length: step.points }, () => "");
      const middle = found.middle ? [...new Set(found.middle)].join(" to ") : "";
      const left = found.answers === undefined ? "" : result.people - found.answers;
      const words = found.withheld ? "fewer than 5 answers" : (found.words ?? "");
      return [item.left, ...counts, item.right, found.answers ?? "", left, middle, found.agreement ?? "", words];
    });
  }

  private table(): TemplateResult {
    const numeric = new Set([...this.columns().slice(1, -1)].filter((name) => name !== "Right"));
    const columns = this.columns();
    return html`<div class="scroll" tabindex="0" role="region" aria-label="All answers as a table"><table class="table"><caption>${this.result.team}: ${this.result.people} people</caption>
      <thead><tr>${columns.map((name) => html`<th scope="col" class=${numeric.has(name) ? "n" : ""}>${name}</th>`)}</tr></thead>
      <tbody>${this.rows().map((row) => html`<tr>${row.map((value, index) => (index ? html`<td class=${numeric.has(columns[index] ?? "") ? "n" : ""}>${value}</td>` : html`<th scope="row">${value}</th>`))}</tr>`)}</tbody></table></div>`;
  }

  private take(): void {
    const name = this.result.team.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "team";
    download(
      `${name}.csv`,
      csv([["Team", this.result.team], ["People", this.result.people], this.columns(), ...this.rows()]),
    );
  }
}
customElements.define("cw-rating-result", CwRatingResult);
