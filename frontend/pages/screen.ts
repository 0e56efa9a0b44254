/** The big screen: how to join, the question with its timer and counts, and what was shared and reviewed. */

import { html, nothing, type TemplateResult } from "lit";
import type { RatingStep } from "../../src/commonweal/blocks/rating/element";
import { type CountedStep, type CountTable, countTables } from "../parts/counts";
import { meetingIn } from "../parts/meeting";
import { pieces, TURN } from "../parts/pages";
import { placedOf } from "../parts/placements";
import { byAgreement, differences, type TeamResult } from "../parts/rating-result";
import "../parts/screen-meeting";
import "../parts/turning";
import { clock, countdown, dayOf, minutesIn, RoomElement, remaining, text, vars } from "../parts/room-element";
import { type AnyStep, type Brought, groupsOf, groupsOfPeople, of, placed, type Side, words } from "../parts/sides";
import { about, type NotesStep } from "../parts/tags";
import { differing, marking } from "../parts/together-matrix";
import type { Item } from "../store/messages";

/** Groups side by side; more take turns. */
const ACROSS = 4;

interface WallNote {
  id: string;
  column: string;
  text: string;
}

/** Letters that a line of a grid's quarter holds, the lines that its heading takes, and the height of one in rem. */
const [LETTERS, HEADING, LINE] = [30, 1.6, 0.93];

/**
 * The two rows of a grid share its height by the lines that stand in them, so that as little as possible takes turns; each
 * keeps enough for the longest thing in it.
 */
function heights(step: AnyStep, all: readonly { cell: string; label: string }[]): Record<string, string> {
  const lines = ({ label }: { label: string }): number => Math.max(1, Math.ceil(label.length / LETTERS));
  const row = (number: number): string => {
    const cells = (step.cells ?? []).filter((cell) => cell.row === number);
    const quarters = cells.map((cell) => all.filter((one) => one.cell === cell.key).map(lines));
    const least = HEADING + Math.max(1, ...quarters.flat());
    const whole = HEADING + Math.max(1, ...quarters.map((own) => own.reduce((sum, one) => sum + one, 0)));
    return `minmax(${LINE * least}rem, ${whole}fr)`;
  };
  return { upper: row(0), lower: row(1) };
}

export class CwScreen extends RoomElement {
  private ticking = 0;
  private notes: WallNote[] = [];
  private fetched = "";

  override connectedCallback(): void {
    super.connectedCallback();
    document.documentElement.classList.add("wall");
    this.ticking = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.documentElement.classList.remove("wall");
    window.clearInterval(this.ticking);
  }

  private now(): Item | undefined {
    return this.room.items("screen", "screen")[0];
  }

  private activity(): Item | undefined {
    return this.room.items("room", "activity").find((one) => one.id === text(this.now(), "activity"));
  }

  protected override render(): TemplateResult {
    const mode = text(this.now(), "mode") || "code";
    if (mode === "blank") return html`<h1 class="sr">Nothing is shown</h1>`;
    if (mode === "shared") return this.shared();
    if (mode === "wall") return this.wall();
    if (mode === "rating") return this.rating();
    return html`${this.header(mode)}<main id="main" class="stage">${mode === "code" ? this.welcome() : this.question(mode)}</main>
      <footer class="block">${mode === "question" ? this.tally() : nothing}</footer>`;
  }

  private header(mode: string): TemplateResult {
    const live = dayOf(this.room).find(({ state }) => state === "live");
    return html`<header><img src="/static/commonweal/logo.svg" alt=""><strong>${live ? text(live.item, "title") : text(this.now(), "title")}</strong>
      ${mode === "code" ? nothing : this.join()}</header>`;
  }

  /** How to join: top right on everything but what was shared, and but the page that says it large. */
  private join(): TemplateResult | typeof nothing {
    const code = text(this.now(), "code");
    return code
      ? html`<div class="join"><div>Join at ${location.host}<br><span class="code">${code.slice(0, 4)} ${code.slice(4)}</span></div><img class="qr" src="/join/${code}/qr.svg" alt="QR code to join"></div>`
      : nothing;
  }

  private welcome(): TemplateResult {
    const code = text(this.now(), "code");
    return html`<div class="stack"><h1>${text(this.now(), "title")}</h1><p class="lead">Point your phone’s camera at the square, or open ${location.host} and type this code. You don’t need an account.</p></div>
      ${code ? html`<div class="bigcode"><img class="qr" src="/join/${code}/qr.svg" alt="QR code to join"><div class="code">${code.slice(0, 4)} ${code.slice(4)}</div></div>` : nothing}`;
  }

  private question(mode: string): TemplateResult {
    const activity = (mode === "timer" && this.timed()) || this.activity();
    return html`<div class="stack"><h1>${(mode === "question" && (text(activity, "question") || text(activity, "title"))) || text(activity, "title")}</h1>
      ${mode === "question" ? html`<p class="lead">${text(activity, "purpose")}</p>` : nothing}</div>${this.timer()}`;
  }

  /** The activity that the timer was started for. */
  private timed(): Item | undefined {
    const timer = this.room.items("room", "info")[0]?.fields?.timer as { activity?: string } | undefined;
    return this.room.items("room", "activity").find((one) => one.id === timer?.activity);
  }

  private timer(): TemplateResult | typeof nothing {
    const left = remaining(this.room);
    const [timed, about] = [this.timed()?.id, text(this.now(), "activity")];
    const alone = text(this.now(), "mode") === "timer";
    if (!left || (!alone && timed && about && timed !== about)) return nothing;
    const zone = text(this.room.items("room", "info")[0], "zone");
    const ends = clock(minutesIn(zone, new Date(Date.now() + this.room.clockSkew + left.seconds * 1000)));
    return html`<div class="centred" role="timer"><div class="clock" data-state=${left.seconds < 0 ? "over" : nothing}>${countdown(left.seconds)}</div>
      <div class="lead">${left.paused ? "Paused" : left.seconds < 0 ? "over" : `left, until ${ends}`}</div></div>`;
  }

  private tally(): TemplateResult | typeof nothing {
    const activity = this.activity();
    if (!activity || text(activity, "holder") !== "group") return nothing;
    const steps = (activity.fields?.steps ?? []) as AnyStep[];
    const rows = groupsOfPeople(this.room).map((group) => {
      const counts = this.room.items(`${activity.id}.${group.id}/counts`, "counts")[0]?.fields;
      const placed = placedOf(steps, (counts?.steps ?? {}) as Record<string, number>);
      return { name: text(group, "name"), total: Number(counts?.total ?? 0), placed, known: counts !== undefined };
    });
    const most = Math.max(1, ...rows.map((row) => row.total));
    return html`<div class="stack"><div class="tally">${rows
      .filter((row) => row.known)
      .map(({ name, total, placed }) => {
        const share = placed ? placed.count / placed.all : total / most;
        return html`<div><span>${name}</span><b>${placed ? `${placed.count} of ${placed.all}` : total}</b><span class="meter" aria-hidden="true" ${vars({ v: 100 * share })}><i></i></span></div>`;
      })}</div>${meetingIn(activity) ? html`<p class="small quiet">Counted: minutes, decisions and actions, and answers looking back.</p>` : nothing}</div>`;
  }

  // --- what was shared and reviewed ---

  private shared(): TemplateResult {
    const activity = this.activity();
    const steps = (activity?.fields?.steps ?? []) as AnyStep[];
    const matrix = steps.find((step) => step.block === "matrix");
    const counted = (activity?.fields?.together_counts as { steps?: CountedStep[] } | undefined)?.steps;
    const all = this.sides();
    const pages = Math.max(1, Math.ceil(all.length / ACROSS));
    const page = Math.floor(Date.now() / (1000 * TURN)) % pages;
    const head = html`<header><img src="/static/commonweal/logo.svg" alt=""><h1>${text(activity, "title")}</h1>${pages > 1 && !counted ? html`<p class="turn">Groups: ${page + 1} of ${pages}</p>` : nothing}</header>`;
    if (activity && text(activity, "together") === "meeting")
      return html`<cw-screen-meeting .room=${this.room} .activity=${activity}></cw-screen-meeting>`;
    if (counted) return html`${head}${this.bars(countTables(steps, counted))}<footer></footer>`;
    const sides = all.slice(page * ACROSS, page * ACROSS + ACROSS);
    if (matrix) {
      const differ = differing(matrix, sides);
      const mark = marking(differ);
      return html`${head}<main id="main" class="fourwide">${sides.map((side) => this.matrix(side, matrix, pages * TURN, mark))}</main><footer>${this.differences(differ, matrix)}</footer>`;
    }
    const step = steps.find((one) => all.some((side) => of(side, one.key).length));
    return html`${head}<main id="main" class="wallcols">${sides.map((side) => this.side(side, step, pages * TURN))}</main><footer>${step?.block === "notes" ? this.tagged(step as unknown as NotesStep, all) : nothing}</footer>`;
  }

  /** What the screen may show of each group, or of everybody. */
  private sides(): Side[] {
    const activity = text(this.now(), "activity");
    const holders: [string, string][] = [
      ...groupsOf(this.room).map((group): [string, string] => [text(group, "name"), group.id]),
      ["Everybody", "room"],
    ];
    return holders
      .map(([name, holder]) => ({
        name,
        entries: this.room.items(`${activity}.${holder}/screen`, "entry").map(brought),
      }))
      .filter((side) => side.entries.length);
  }

  private side(side: Side, step: AnyStep | undefined, seconds: number): TemplateResult {
    const entries = of(side, step?.key);
    const parts = step?.block === "notes" ? step.columns : step?.block === "prompts" ? step.prompts : undefined;
    const field = step?.block === "prompts" ? "prompt" : "column";
    const shown = (own: Brought[], tone: string): TemplateResult[] =>
      own.flatMap((one) => pieces(sentence(one, step)).map((piece) => note(piece, tone, one.proxy)));
    return html`<section class="tone-plain"><h2>${side.name}<span>${entries.length}</span></h2><cw-turning seconds=${seconds}>
      ${
        parts
          ? parts.map((part) => {
              const own = entries.filter((one) => words(one, field) === part.key);
              return html`<h3 class="tone-${part.tone}">${part.label} ${own.length}</h3>${shown(own, part.tone)}`;
            })
          : shown(entries, "plain")
      }</cw-turning></section>`;
  }

  /** "About change: 3 of 12", over all groups. */
  private tagged(step: NotesStep, sides: Side[]): TemplateResult[] {
    const notes = sides.flatMap((side) => of(side, step.key));
    return (step.tags ?? []).flatMap((list) => {
      const { yes, of: total, left } = about(step, list, notes);
      return list.about && left < total ? [html`<span><strong>${list.about}:</strong> ${yes} of ${total}</span>`] : [];
    });
  }

  private matrix(side: Side, step: AnyStep, seconds: number, mark: ReturnType<typeof marking>): TemplateResult {
    const all = placed(side, step);
    return html`<section><h2>${side.name}</h2><div class="matrix" ${vars(heights(step, all))}>${(step.cells ?? []).map(
      (cell) => {
        const own = all.filter((one) => one.cell === cell.key);
        return html`<section class="quad quad--mini tone-${cell.tone}"><h3>${cell.label}<span class="n">${own.length}</span></h3><cw-turning seconds=${seconds}>${own.map((one) => html`<div>${mark(one.label)}</div>`)}${own.length ? nothing : html`<div>None placed</div>`}</cw-turning></section>`;
      },
    )}</div></section>`;
  }

  private differences([first]: ReturnType<typeof differing>, step: AnyStep): TemplateResult | typeof nothing {
    const cells = new Map((step.cells ?? []).map((cell) => [cell.key, cell.label]));
    if (!first) return nothing;
    return html`<strong>Placed differently:</strong> <span>${first.label}: ${[...first.cells].map(([group, cell]) => `${group} ${cells.get(cell) ?? cell}`).join(", ")}</span>`;
  }

  private bars(tables: CountTable[]): TemplateResult {
    return html`<main id="main" class="counted" data-steps=${tables.length}>${tables.map((table) => {
      const most = Math.max(1, ...table.rows.map((row) => row.count));
      return html`<section class="stack">${tables.length > 1 ? html`<h2>${table.title}</h2>` : nothing}<p class="lead">${table.none || (table.one ? `${table.people} people picked` : `Skills that ${table.people} people used when it went well`)}</p>
        <cw-turning class="tally ${table.one ? "tally--picks" : "tally--wide"}">${table.rows.map((row) => html`<div><span>${row.label}</span><b>${row.count}</b><span class="meter" aria-hidden="true" ${vars({ v: (100 * row.count) / (table.one ? table.people : most) })}><i></i></span></div>`)}</cw-turning></section>`;
    })}</main>`;
  }

  // --- one team's result of a rating ---

  private rating(): TemplateResult {
    const result = this.now()?.fields?.result as TeamResult | undefined;
    const step = (this.activity()?.fields?.steps as RatingStep[] | undefined)?.[0];
    if (!result || !step) return html`<h1 class="sr">Nothing is shown</h1>`;
    const all = text(this.now(), "part") === "all";
    return html`<header><img src="/static/commonweal/logo.svg" alt=""><h1>${result.team}: ${all ? "all contrasts" : "where we differ most"}</h1></header>
      <main id="main" class="rated" data-part=${all ? "all" : "most"}>${all ? html`<div class="pairs">${byAgreement(step, result)}</div>` : differences(step, result)}</main>
      <footer>${result.people} people answered for this team. ${all ? "Numbers are people; diamonds mark the middle answer." : ""} No names are kept.</footer>`;
  }

  // --- the wall ---

  private wall(): TemplateResult {
    const activity = this.activity();
    const mark = `${activity?.id}:${activity?.seq}`;
    if (activity && mark !== this.fetched) {
      this.fetched = mark;
      void this.load(activity.id);
    }
    const columns = ((activity?.fields?.steps ?? []) as AnyStep[])[0]?.columns ?? [];
    return html`<header><img src="/static/commonweal/logo.svg" alt=""><strong>${text(activity, "title")}</strong>${this.join()}</header>
      <main id="main" class="wallcols">${columns.map((column) => {
        const own = this.notes.filter((note) => note.column === column.key);
        return html`<section class="tone-${column.tone}"><h2>${column.label}<span>${own.length}</span></h2><cw-turning>${own.flatMap((one) => pieces(one.text).map((piece) => note(piece, column.tone)))}</cw-turning></section>`;
      })}</main><footer>No names are kept. Notes are shuffled.</footer>`;
  }

  private async load(activity: string): Promise<void> {
    try {
      const answer = await fetch(`/w/${this.room.id}/wall/${activity}`, { headers: { "X-Commonweal": "1" } });
      this.notes = (await answer.json()).notes ?? [];
    } catch {
      this.fetched = "";
    }
    this.requestUpdate();
  }
}
customElements.define("cw-screen", CwScreen);

const note = (words: string, tone: string, typed = false): TemplateResult =>
  html`<div class="note tone-${tone}"><p class="note__text">${words}</p>${typed ? html`<p class="note__meta">From paper</p>` : nothing}</div>`;

const brought = (item: Item): Brought => ({
  id: item.id,
  step: item.step ?? "",
  fields: item.fields ?? {},
  proxy: item.proxy ?? false,
});

/** What an entry says in a few words: a note's or passage's text, or the cells of a row. */
function sentence(one: Brought, step: AnyStep | undefined): string {
  if (step?.block !== "table") return words(one, "text");
  return (step.columns ?? []).flatMap((column) => one.fields[column.key] || []).join(", ");
}
