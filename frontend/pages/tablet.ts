/** Hand-round mode: each person picks their name, writes or answers, presses Done; then the screen knows nothing of them.
 *  What somebody writes is in memory alone until it is handed in, and there are no keys to it on this device. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import "../../src/commonweal/blocks/rating/element";
import type { Answers, RatingStep } from "../../src/commonweal/blocks/rating/element";
import { forgetAll } from "../parts/forget";
import { uuid } from "../store/uuid";

interface Column {
  key: string;
  label: string;
  tone: string;
  prompt: string;
}
interface Shown {
  title: string;
  open: boolean;
  people: { id: number; name: string; organisation: string }[];
  activity: {
    key: string;
    title: string;
    purpose: string;
    steps: ({ block: string; columns: Column[] } & RatingStep)[];
  };
}
interface Note {
  id: string;
  column: string;
  text: string;
}
/** In the address for a moment, when a page has handed something in; with it, who has had a turn. */
const THANKS = "thanks";
const UNREACHED =
  "The server cannot be reached just now. Nothing was handed in; your words are still here. Try again, or throw them away.";

export class CwTablet extends LitElement {
  static override properties = { room: {} };
  declare room: string;
  private shown: Shown | null = null;
  private problem = "";
  /** Who has the tablet: a member's id, null for somebody else, undefined for nobody. */
  private person: number | null | undefined = undefined;
  private response = "";
  private notes: Note[] = [];
  private team = "";
  private answers: Answers = {};
  private busy = false;
  private thanked = false;
  /** Who had their turn on this tablet, as everybody around it saw. */
  private had = new Set<number>();
  private cleared = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const [word, ...had] = location.hash.slice(1).split(".");
    this.thanked = word === THANKS;
    this.had = new Set(had.map(Number));
    history.replaceState(null, "", location.pathname);
    void this.load();
  }

  private async load(): Promise<void> {
    const found = await this.ask("see_tablet", {});
    if (!found) return;
    await forgetAll();
    this.shown = found as unknown as Shown;
    this.requestUpdate();
  }

  private async ask(command: string, body: Record<string, unknown>): Promise<Record<string, unknown> | null> {
    this.problem = "";
    const headers = { "Content-Type": "application/json", "X-Commonweal": "1" };
    try {
      const answer = await fetch(`/w/${this.room}/do/${command}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      const told = await answer.json().catch(() => ({ error: UNREACHED }));
      if (told.ok) return told;
      this.problem = told.error ?? UNREACHED;
    } catch {
      this.problem = UNREACHED;
    }
    this.requestUpdate();
    return null;
  }

  protected override render(): TemplateResult {
    document.title = "Hand-round – Commonweal";
    const { shown } = this;
    if (this.cleared) return html``;
    if (!shown)
      return html`<div class="stack"><h1>Hand-round</h1>${this.problem ? html`<p role="alert">${this.problem}</p><button class="btn" @click=${() => this.load()}>Try again</button>` : html`<p role="status">One moment.</p>`}${this.leave()}</div>`;
    if (!shown.open)
      return html`<div class="stack"><h1>${shown.activity.title}</h1><div class="empty"><strong>Not open now.</strong> Give the tablet back to the facilitator.</div><button class="btn" @click=${() => this.load()}>Look again</button>${this.leave()}</div>`;
    return this.person === undefined ? this.picking(shown) : this.writing(shown);
  }

  // --- who has the tablet ---

  private picking(shown: Shown): TemplateResult {
    const people = [...shown.people].sort((a, b) => Number(this.had.has(a.id)) - Number(this.had.has(b.id)));
    return html`<div class="stack"><h1>${shown.activity.title}</h1>
      ${this.thanked ? html`<div class="message tone-green" role="status"><i class="icon i-circle-check" aria-hidden="true"></i><div><strong>Thank you. It is handed in.</strong> Give the tablet to the next person.</div></div>` : nothing}
      <h2>Who has the tablet now?</h2><p>Your name only marks that you have had your turn. It is not kept with what you write.</p>
      <ul class="plainlist cards namelist">${people.map((one) => html`<li><button class="btn btn--wide" @click=${() => this.take(one.id)}>${this.had.has(one.id) ? html`<i class="icon i-check" aria-hidden="true"></i> ` : nothing}${one.name}${one.organisation ? html` <span class="small quiet">${one.organisation}</span>` : nothing}${this.had.has(one.id) ? html` <span class="small quiet">has had a turn here</span>` : nothing}</button></li>`)}
      <li><button class="btn btn--wide" @click=${() => this.take(null)}>Somebody else</button></li></ul>${this.leave()}</div>`;
  }

  private take(person: number | null): void {
    this.person = person;
    this.thanked = false;
    this.response = uuid();
    this.problem = "";
    this.requestUpdate();
    void this.updateComplete.then(() => {
      scrollTo(0, 0);
      this.querySelector<HTMLElement>("h1")?.focus();
    });
  }

  private leave(): TemplateResult {
    return html`<p class="small"><a href="/tablet/${this.room}/end/">End hand-round (a facilitator signs in)</a></p>`;
  }

  // --- writing ---

  private writing(shown: Shown): TemplateResult {
    const step = shown.activity.steps[0];
    const name = shown.people.find((one) => one.id === this.person)?.name ?? "Somebody else";
    const rates = step?.block === "rating";
    return html`<div class="stack"><div class="pagehead"><div><h1 tabindex="-1">${shown.activity.title}</h1><p>${shown.activity.purpose}</p></div><span class="chip end">${name}</span></div>
      ${this.problem ? html`<div class="message tone-yellow" role="alert"><i class="icon i-circle-alert" aria-hidden="true"></i><div>${this.problem}</div></div>` : nothing}
      ${step && rates ? this.rating(step) : this.wall(step?.columns ?? [])}
      <div class="row">${rates ? nothing : html`<button class="btn btn--primary btn--big" aria-busy=${this.busy ? "true" : nothing} @click=${() => this.handInNotes()}><i class="icon i-check" aria-hidden="true"></i> Done</button>`}
      <button class="btn btn--quiet" @click=${() => this.clear("")}>${this.notes.length || Object.keys(this.answers).length ? "Throw this away and give the tablet on" : "That’s not me"}</button></div></div>`;
  }

  private rating(step: RatingStep): TemplateResult {
    return html`${step.instruction ? html`<p>${step.instruction}</p>` : nothing}<cw-rating .step=${step} .team=${this.team} .answers=${this.answers} .teams=${[]} .button=${"Done"} .busy=${this.busy}
      @cw-answers=${(event: CustomEvent<{ team: string; answers: Answers }>) => this.answered(event.detail)} @cw-hand-in=${() => this.handInAnswers()}></cw-rating>`;
  }

  private answered({ team, answers }: { team: string; answers: Answers }): void {
    this.team = team;
    this.answers = answers;
    this.requestUpdate();
  }

  private wall(columns: Column[]): TemplateResult {
    return html`<div class="board board--four">${columns.map((column) => {
      const own = this.notes.filter((note) => note.column === column.key);
      return html`<section class="board__col tone-${column.tone}" aria-labelledby="w-${column.key}"><div class="board__head"><h2 id="w-${column.key}">${column.label}</h2></div>
        <form class="addnote" @submit=${(event: SubmitEvent) => this.add(event, column.key)}><label class="sr" for="n-${column.key}">${column.prompt}</label><input class="input" id="n-${column.key}" name="text" maxlength="600" autocomplete="off" placeholder=${column.prompt}><button class="btn btn--primary btn--icon" aria-label="Add note to ${column.label}"><i class="icon i-plus" aria-hidden="true"></i></button></form>
        <ul class="board__notes">${own.map((note) => html`<li class="note tone-${column.tone}"><p class="note__text">${note.text}</p><div class="note__meta"><button class="btn btn--tight" aria-label="Take back: ${note.text.slice(0, 40)}" @click=${() => this.takeBack(note)}>Take back</button></div></li>`)}</ul></section>`;
    })}</div>`;
  }

  private add(event: SubmitEvent, column: string): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = String(new FormData(form).get("text")).trim();
    if (!words) return;
    this.notes = [...this.notes, { id: uuid(), column, text: words }];
    form.reset();
    this.requestUpdate();
  }

  private takeBack(note: Note): void {
    this.notes = this.notes.filter((one) => one !== note);
    this.requestUpdate();
  }

  // --- handing in ---

  /** A note that was typed and not added yet is handed in too. */
  private async handInNotes(): Promise<void> {
    for (const form of this.querySelectorAll<HTMLFormElement>("form.addnote")) form.requestSubmit();
    if (!this.notes.length) {
      this.problem = "Write at least one note first, or give the tablet on.";
      this.requestUpdate();
      return;
    }
    await this.handIn("hand_in_notes", { person: this.person, notes: this.notes });
  }

  private async handInAnswers(): Promise<void> {
    const fields = { ...this.answers, team: this.team };
    await this.handIn("hand_in_answers", { person: this.person, id: this.response, fields });
  }

  private async handIn(command: string, body: Record<string, unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.requestUpdate();
    const done = await this.ask(command, body);
    this.busy = false;
    this.requestUpdate();
    if (done && this.person) this.had.add(this.person);
    if (done) await this.clear(THANKS);
  }

  /** The page is loaded anew in place of this one: memory, what was typed and the way back to it are gone. */
  private async clear(word: string): Promise<void> {
    this.cleared = true;
    this.requestUpdate();
    await this.updateComplete;
    history.replaceState(null, "", `${location.pathname}#${[word, ...this.had].join(".")}`);
    location.reload();
  }
}
customElements.define("cw-tablet", CwTablet);
