/** What the person wrote themselves, activity by activity, to quote from; each quotation is a copy that says from where. */

import { html, nothing, type TemplateResult } from "lit";
import type { Entry, Room } from "../store/api";
import type { Item } from "../store/messages";
import { inARow } from "./colleagues";
import { isoDay, longDay } from "./days";
import { number, RoomElement, text } from "./room-element";
import { ownNotes } from "./wall-queue";

interface Named {
  key: string;
  label: string;
  type?: string;
}
interface AnyStep {
  key: string;
  block: string;
  prompts?: Named[];
  columns?: Named[];
  rows?: Named[];
  options?: Named[];
  cells?: Named[];
  items_from?: string;
  label_from?: string;
  agenda?: { title: string }[];
}

/** Something that a person wrote: its words, and what they stand under. */
export interface Passage {
  id: string;
  words: string;
  under: string;
}

/** One's own words in every activity but one, in the programme's order; activities without any are left out. */
export function written(room: Room, except: string): { activity: Item; passages: Passage[] }[] {
  return room
    .items("room", "activity")
    .filter((one) => one.id !== except)
    .sort((one, two) => number(one, "position") - number(two, "position"))
    .map((activity) => ({ activity, passages: passagesOf(room, activity) }))
    .filter(({ passages }) => passages.length > 0);
}

/** In the order of steps and prompts, then as they stand on the sheet. */
function passagesOf(room: Room, activity: Item): Passage[] {
  const steps = (activity.fields?.steps ?? []) as AnyStep[];
  if (text(activity, "privacy") === "anonymous") return onTheWall(room, activity, steps[0]);
  const all = room.sheetFor(activity.id)?.entries() ?? [];
  const entries = all.filter((entry) => entry.mine);
  return steps.flatMap((step) => {
    const rank = ({ fields }: Entry): number => (step.prompts ?? []).findIndex((one) => one.key === fields.prompt);
    return entries
      .filter((entry) => entry.step === step.key)
      .sort((one, two) => rank(one) - rank(two))
      .map((entry) => ({ id: entry.id, words: wordsIn(step, entry, all), under: under(step, entry) }))
      .filter(({ words }) => words);
  });
}

/** One's own notes on a wall without names: this device alone knows which they are. */
function onTheWall(room: Room, activity: Item, step: AnyStep | undefined): Passage[] {
  if (step?.block !== "notes") return [];
  const notes = ownNotes({ room: room.id, member: room.member, activity: activity.id });
  return notes
    .filter((note) => note.todo !== "remove")
    .map(({ id, text: words, column }) => ({ id, words, under: label(step.columns, column) }));
}

function wordsIn(step: AnyStep, { fields }: Entry, all: readonly Entry[]): string {
  return valuesIn(step, fields, all)
    .filter((value): value is string => typeof value === "string")
    .map((value) => value.trim())
    .filter(Boolean)
    .join(" · ");
}

/** A row's cells, what was picked and why, who was placed where, or a text. */
function valuesIn(step: AnyStep, fields: Record<string, unknown>, all: readonly Entry[]): unknown[] {
  if (step.block === "table") return (step.columns ?? []).map((column) => cell(column, fields));
  if (step.agenda?.some(({ title }) => title === fields.text)) return []; // the programme's own, laid out by whoever began
  if (step.agenda && fields.kind === "item" && fields.source) return []; // a copy of a note, which is quoted from where it was written
  if (step.block === "choice") return [label(step.options, fields.pick), fields.reason];
  if (step.block !== "matrix") return [fields.text];
  const item = all.find((one) => one.step === step.items_from && one.id === fields.item);
  const name = String(item?.fields[step.label_from ?? "text"] ?? "");
  return name ? [`${name}: ${label(step.cells, fields.cell)}`] : [];
}

const label = (list: Named[] | undefined, key: unknown): string => list?.find((one) => one.key === key)?.label ?? "";

function cell(column: Named, fields: Record<string, unknown>): string {
  const value = fields[column.key];
  if (Array.isArray(value)) return value.length ? `${column.label}: ${value.join(", ")}` : "";
  return column.type === "date" ? longDay(String(value ?? "")) : String(value ?? "");
}

/** The prompt, column or row, and the day where there is one. */
function under(step: AnyStep, { fields }: Entry): string {
  const name = label(step.prompts, fields.prompt) || label(step.rows, fields.row) || label(step.columns, fields.column);
  return [name, longDay(String(fields.day ?? ""))].filter(Boolean).join(", ");
}

/** Words as they are quoted, with where they are from. */
export function quoted(activity: Item, { words, under }: Passage): string {
  return `“${words}”\n– ${[text(activity, "title"), under].filter(Boolean).join(": ")}`;
}

/** The strip beside what is being written; a press sends the event `cw-quote` with the words. */
export class CwWritten extends RoomElement {
  static override properties = { ...RoomElement.properties, except: {}, into: {} };
  /** The activity that is being written, which is not quoted from. */
  declare except: string;
  /** The label of the prompt that a quotation goes into. */
  declare into: string;

  protected override render(): TemplateResult {
    const found = written(this.room, this.except);
    const today = text(this.room.items("room", "info")[0], "date") === isoDay();
    return html`<section class="card stack" aria-labelledby="written"><h2 id="written" tabindex="-1">What you wrote${today ? " today" : ""}</h2>
      <p class="small quiet" role="status">Quoting into <strong>${this.into}</strong>. Choose another heading by starting to write there.</p>
      ${found.length ? found.map(({ activity, passages }) => this.activity(activity, passages)) : html`<p class="quiet">Nothing yet. What you write in other activities stands here, to quote from.</p>`}</section>`;
  }

  private activity(activity: Item, passages: Passage[]): TemplateResult {
    return html`<details class="fold" open><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${text(activity, "title")}${this.withOthers(activity)}</summary><ul class="plainlist stack">${passages.map(
      (
        passage,
      ) => html`<li class="by"><p class="prewrap small">${passage.words}</p>${passage.under ? html`<p class="small quiet">${passage.under}</p>` : nothing}
        <button type="button" class="btn btn--tight" aria-label="Quote this: ${passage.words.slice(0, 60)}" @click=${() => this.quote(activity, passage)}><i class="icon i-plus" aria-hidden="true"></i> Quote this</button></li>`,
    )}</ul></details>`;
  }

  /** With whom a joint sheet is written: what stands here is one's own all the same. */
  private withOthers(activity: Item): string {
    const people = this.room.sheetFor(activity.id)?.people.filter((one) => one.member !== this.room.member) ?? [];
    return people.length ? `, with ${inARow(people.map((one) => one.name))}` : "";
  }

  private quote(activity: Item, passage: Passage): void {
    this.dispatchEvent(new CustomEvent("cw-quote", { detail: quoted(activity, passage), bubbles: true }));
  }
}
customElements.define("cw-written", CwWritten);
