/** The big screen: how to join, the question with its timer and counts, and what was shared and reviewed. */

import { html, nothing, type TemplateResult } from "lit";
import type { RatingStep } from "../../src/commonweal/blocks/rating/element";
import { type CountedStep, type CountTable, countTables, TOO_FEW } from "../parts/counts";
import { byAgreement, differences, type TeamResult } from "../parts/rating-result";
import "../parts/screen-meeting";
import { clock, countdown, dayOf, minutesIn, number, RoomElement, remaining, text, vars } from "../parts/room-element";
import type { Item } from "../store/messages";

interface Cell {
  key: string;
  label: string;
  tone: string;
}
interface Step {
  key: string;
  block: string;
  title: string;
  options?: { key: string; label: string }[];
  columns?: Cell[];
  cells?: Cell[];
  items_from?: string;
  label_from?: string;
}
interface WallNote {
  id: string;
  column: string;
  text: string;
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
    return html`${this.header()}<main id="main" class="stage">${mode === "code" ? this.welcome() : this.question(mode)}</main>
      <footer class="block">${mode === "question" ? this.tally() : nothing}</footer>`;
  }

  private header(): TemplateResult {
    const code = text(this.now(), "code");
    const live = dayOf(this.room).find(({ state }) => state === "live");
    return html`<header><img src="/static/commonweal/logo.svg" alt=""><strong>${live ? text(live.item, "title") : text(this.now(), "title")}</strong>
      ${code ? html`<div class="join"><div>Join at ${location.host}<br><span class="code">${code.slice(0, 4)} ${code.slice(4)}</span></div><img class="qr" src="/join/${code}/qr.svg" alt="QR code to join"></div>` : nothing}</header>`;
  }

  private welcome(): TemplateResult {
    const code = text(this.now(), "code");
    return html`<div class="stack"><h1>${text(this.now(), "title")}</h1><p class="lead">Open ${location.host} on your phone and type this code. You don’t need an account.</p></div>
      <div class="bigcode"><div class="clock code">${code.slice(0, 4)}<br>${code.slice(4)}</div></div>`;
  }

  private question(mode: string): TemplateResult {
    const activity = this.activity();
    return html`<div class="stack"><h1>${(mode === "question" && (text(activity, "question") || text(activity, "title"))) || text(activity, "title")}</h1>
      ${mode === "question" ? html`<p class="lead">${text(activity, "purpose")}</p>` : nothing}</div>${this.timer()}`;
  }

  private timer(): TemplateResult | typeof nothing {
    const left = remaining(this.room);
    const timer = this.room.items("room", "info")[0]?.fields?.timer as { activity?: string } | undefined;
    const about = text(this.now(), "activity");
    if (!left || (timer?.activity && about && timer.activity !== about)) return nothing;
    const zone = text(this.room.items("room", "info")[0], "zone");
    const ends = clock(minutesIn(zone, new Date(Date.now() + this.room.clockSkew + left.seconds * 1000)));
    return html`<div class="centred" role="timer"><div class="clock" data-state=${left.seconds < 0 ? "over" : nothing}>${countdown(left.seconds)}</div>
      <div class="lead">${left.paused ? "Paused" : left.seconds < 0 ? "over" : `left, until ${ends}`}</div></div>`;
  }

  private tally(): TemplateResult | typeof nothing {
    const activity = this.activity();
    if (!activity || text(activity, "holder") !== "group") return nothing;
    const rows = this.groups().map((group) => {
      const counts = this.room.items(`${activity.id}.${group.id}/counts`, "counts")[0]?.fields;
      return { name: text(group, "name"), total: Number(counts?.total ?? 0), known: counts !== undefined };
    });
    const most = Math.max(1, ...rows.map((row) => row.total));
    return html`<div class="tally">${rows.filter((row) => row.known).map((row) => html`<div><span>${row.name}</span><b>${row.total}</b><span class="meter" aria-hidden="true" ${vars({ v: (100 * row.total) / most })}><i></i></span></div>`)}</div>`;
  }

  private groups(): Item[] {
    return this.room
      .items("room", "group")
      .slice()
      .sort((a, b) => number(a, "position") - number(b, "position"));
  }

  // --- what was shared and reviewed ---

  private shared(): TemplateResult {
    const activity = this.activity();
    const steps = (activity?.fields?.steps ?? []) as Step[];
    const matrix = steps.find((step) => step.block === "matrix");
    const notes = steps.find((step) => step.block === "notes");
    const counted = (activity?.fields?.together_counts as { steps?: CountedStep[] } | undefined)?.steps;
    const head = html`<header><img src="/static/commonweal/logo.svg" alt=""><h1>${text(activity, "title")}</h1></header>`;
    if (activity && text(activity, "together") === "meeting")
      return html`<cw-screen-meeting .room=${this.room} .activity=${activity}></cw-screen-meeting>`;
    if (counted) return html`${head}${this.bars(countTables(steps, counted))}<footer></footer>`;
    const groups = this.page_(this.groups().filter((group) => this.items(group).length));
    if (matrix)
      return html`${head}<main id="main" class="fourwide">${groups.map((group) => this.matrix(group, matrix))}</main><footer>${this.differences(groups, matrix)}</footer>`;
    return html`${head}<main id="main" class="wallcols">${groups.map((group) => this.columns(group, notes))}</main><footer></footer>`;
  }

  /** Four groups at a time; more take turns, a quarter of a minute each. */
  private page_(groups: Item[]): Item[] {
    const pages = Math.max(1, Math.ceil(groups.length / 4));
    const page = Math.floor(Date.now() / 15_000) % pages;
    return groups.slice(page * 4, page * 4 + 4);
  }

  private items(group: Item): Item[] {
    return this.room.items(`${text(this.now(), "activity")}.${group.id}/screen`, "entry");
  }

  private columns(group: Item, step: Step | undefined): TemplateResult {
    const entries = this.items(group).filter((one) => one.step === step?.key);
    return html`<section class="tone-plain"><h2>${text(group, "name")}<span>${entries.length}</span></h2>
      ${step?.columns?.map((column) => {
        const own = entries.filter((one) => text(one, "column") === column.key);
        return html`<h3 class="tone-${column.tone}">${column.label} ${own.length}</h3>${own.slice(0, 6).map((one) => html`<div class="note tone-${column.tone}"><p class="note__text">${text(one, "text")}</p></div>`)}${own.length > 6 ? html`<p>${own.length - 6} more</p>` : nothing}`;
      })}</section>`;
  }

  private placed(group: Item, step: Step): Map<string, string> {
    const entries = this.items(group);
    const labels = new Map(
      entries
        .filter((one) => one.step === step.items_from)
        .map((one) => [one.id, text(one, step.label_from ?? "text")]),
    );
    const found = new Map<string, string>();
    for (const one of entries.filter((entry) => entry.step === step.key)) {
      const label = labels.get(text(one, "item"));
      if (label) found.set(label, text(one, "cell"));
    }
    return found;
  }

  private matrix(group: Item, step: Step): TemplateResult {
    const placed = [...this.placed(group, step)];
    return html`<section><h2>${text(group, "name")}</h2><div class="matrix">${(step.cells ?? []).map((cell) => {
      const own = placed.filter(([, key]) => key === cell.key).map(([label]) => label);
      return html`<section class="quad quad--mini tone-${cell.tone}"><h3>${cell.label}<span class="n">${own.length}</span></h3><ul>${own.slice(0, 8).map((label) => html`<li>${label}</li>`)}${own.length > 8 ? html`<li>${own.length - 8} more</li>` : nothing}</ul></section>`;
    })}</div></section>`;
  }

  private differences(groups: Item[], step: Step): TemplateResult | typeof nothing {
    const cells = new Map((step.cells ?? []).map((cell) => [cell.key, cell.label]));
    const by = new Map<string, Map<string, string>>();
    for (const group of groups) {
      for (const [label, cell] of this.placed(group, step)) {
        const name = label.trim().toLowerCase();
        by.set(name, (by.get(name) ?? new Map()).set(text(group, "name"), cell));
      }
    }
    const differ = [...by].filter(([, places]) => new Set(places.values()).size > 1).slice(0, 1);
    if (!differ.length) return nothing;
    return html`<strong>Placed differently:</strong> ${differ.map(([name, places]) => html`<span>${name}: ${[...places].map(([group, cell]) => `${group} ${cells.get(cell) ?? cell}`).join(", ")}</span>`)}`;
  }

  private bars(tables: CountTable[]): TemplateResult {
    return html`<main id="main" class="counted" data-steps=${tables.length}>${tables.map((table) => {
      const most = Math.max(1, ...table.rows.map((row) => row.count));
      return html`<section class="stack">${tables.length > 1 ? html`<h2>${table.title}</h2>` : nothing}<p class="lead">${table.withheld ? TOO_FEW : table.one ? `${table.people} people picked` : `Skills that ${table.people} people used when it went well`}</p>
        <div class="tally ${table.one ? "tally--picks" : "tally--wide"}">${table.rows.slice(0, 10).map((row) => html`<div><span>${row.label}</span><b>${row.count}</b><span class="meter" aria-hidden="true" ${vars({ v: (100 * row.count) / (table.one ? table.people : most) })}><i></i></span></div>`)}</div></section>`;
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
    const columns = ((activity?.fields?.steps ?? []) as Step[])[0]?.columns ?? [];
    return html`<header><img src="/static/commonweal/logo.svg" alt=""><h1>${text(activity, "title")}</h1></header>
      <main id="main" class="wallcols">${columns.map((column) => {
        const own = this.notes.filter((note) => note.column === column.key);
        return html`<section class="tone-${column.tone}"><h2>${column.label}<span>${own.length}</span></h2>${own.slice(-7).map((note) => html`<div class="note tone-${column.tone}"><p class="note__text">${note.text}</p></div>`)}${own.length > 7 ? html`<p>${own.length - 7} more</p>` : nothing}</section>`;
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
