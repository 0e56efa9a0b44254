/** The look for names before sharing: each finding is decided by the writer; most are found, never all. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement, vars } from "./room-element";
import { go } from "./routes";

/** A text after which a sentence begins. */
const BEGINS = /(^|\n|[.!?]["”’)]?\s+)$/;

interface Finding {
  entry: string;
  prompt: string;
  start: number;
  end: number;
  text: string;
  kind: string;
  suggestion: string;
  before: string;
  after: string;
}

interface Prompts {
  prompts?: { key: string; label: string }[];
}

interface Passage {
  entry: string;
  seq: number;
  prompt: string;
  text: string;
}

export class CwNamesCheck extends RoomElement {
  static override properties = { ...RoomElement.properties, sheetId: {} };
  declare sheetId: string;
  private findings: Finding[] | null = null;
  /** What each name becomes; absent is undecided. The same name is decided once. */
  private chosen = new Map<string, string>();
  /** The passages as the server looked through them: what is found in them stands where it says. */
  private passages: Passage[] = [];
  private read = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  private async look(): Promise<void> {
    await this.room.settled();
    try {
      const headers = { "Content-Type": "application/json", "X-Commonweal": "1" };
      const answer = await fetch(`/w/${this.room.id}/names`, {
        method: "POST",
        headers,
        body: JSON.stringify({ sheet: this.sheetId }),
      });
      const found = await answer.json();
      if (!found.ok) throw new Error(found.error);
      this.findings = found.findings;
      this.chosen = new Map(this.decidedBefore().filter(([name]) => this.names.has(name)));
      this.passages = found.passages;
    } catch (error) {
      this.problem =
        error instanceof TypeError
          ? "Sharing needs the network. Your scenario is safe on this device."
          : String((error as Error).message);
    }
    this.requestUpdate();
  }

  /** Where decisions stay while this tab goes elsewhere. */
  private get place(): string {
    return `cw-names ${this.room.id} ${this.room.member} ${this.sheetId}`;
  }

  private decidedBefore(): [string, string][] {
    try {
      return JSON.parse(sessionStorage.getItem(this.place) ?? "[]") as [string, string][];
    } catch {
      return [];
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="pagehead"><div class="stack"><a class="back" href="/w/${this.room.id}/scenario"><i class="icon i-arrow-left" aria-hidden="true"></i> Back to the scenario</a>
      <h1>Check for names before you share</h1>
      <p>We look for people, organisations, places and numbers, and suggest a general word. We find most, not all, so please read it through once yourself.</p></div></div>
      ${this.problem && !this.findings ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${this.findings === null && !this.problem ? html`<p role="status">Looking…</p>` : nothing}
      ${this.findings ? html`<div class="names">${this.found(this.findings)} ${this.result()}</div>` : nothing}`;
  }

  /** Each name once, where it stands first. */
  private get names(): Map<string, Finding> {
    const names = new Map<string, Finding>();
    for (const finding of this.findings ?? []) if (!names.has(finding.text)) names.set(finding.text, finding);
    return names;
  }

  private get open(): Finding[] {
    return [...this.names.values()].filter((one) => !this.chosen.has(one.text));
  }

  private found(findings: Finding[]): TemplateResult {
    const [all, open] = [this.names, this.open];
    const done = all.size - open.length;
    const title = findings.length ? `${done} of ${all.size} checked` : "No names found";
    return html`<section class="card" aria-labelledby="fo"><div class="card__head"><h2 id="fo">${title}</h2>${all.size ? html`<span class="meter grow" aria-hidden="true" ${vars({ v: (100 * done) / all.size })}><i></i></span>` : nothing}</div>
      ${all.size ? html`<ol class="plainlist">${open.map((one, at) => this.asked(one, at === 0))}${[...this.chosen].map(([name, word]) => this.decided(name, word))}</ol>` : html`<p>That we found none does not mean that there are none.</p>`}</section>`;
  }

  private asked(one: Finding, first: boolean): TemplateResult {
    const id = `f-${one.entry}-${one.start}`;
    const alone = !one.before && !one.after;
    return html`<li class="finding" aria-current=${first ? "true" : nothing}><div><strong>“${one.text}”</strong> <span class="small quiet">${this.stepOf(one)}</span></div>
      ${alone ? nothing : html`<p class="small">${one.before}<mark>${one.text}</mark>${one.after}</p>`}
      <form class="stack" @submit=${(event: SubmitEvent) => this.replace(event, one)}><div class="field"><label class="small" for=${id}>Replace with<span class="sr"> for ${one.text}</span></label><input class="input" id=${id} name="word" maxlength="80" autocomplete="off" .value=${one.suggestion}></div>
      <div class="row"><button class=${first ? "btn btn--primary" : "btn"}>Replace<span class="sr"> ${one.text}</span></button><button type="button" class="btn" @click=${() => this.choose(one.text, one.text)}>Keep as it is<span class="sr">: ${one.text}</span></button></div></form></li>`;
  }

  private decided(name: string, word: string): TemplateResult {
    return html`<li class="finding"><div class="row nowrap"><i class="icon i-circle-check" aria-hidden="true"></i><span class="grow"><strong>“${name}”</strong> ${word === name ? "stays as it is" : `is now “${word}”`}</span><button class="btn btn--quiet btn--tight" @click=${() => this.undo(name)}>Undo<span class="sr"> ${name}</span></button></div></li>`;
  }

  private stepOf(one: Finding): string {
    const at = this.prompts().findIndex((prompt) => prompt.key === one.prompt);
    return at < 0 ? "" : `step ${at + 1}`;
  }

  private prompts(): NonNullable<Prompts["prompts"]> {
    const activity = this.room.items("room", "activity").find((one) => one.id === this.sheetId.split(".")[0]);
    return ((activity?.fields?.steps ?? []) as Prompts[]).flatMap((step) => step.prompts ?? []);
  }

  /** What others would read, and the last word on it. */
  private result(): TemplateResult {
    const open = this.open.length;
    const why = open ? `Check the ${open === 1 ? "last name" : `last ${open} names`} first.` : "Read it through first.";
    return html`<section class="card stack" aria-labelledby="th"><h2 id="th">As your group will see it</h2>${this.passagesShown()}
      <label class="choice"><input type="checkbox" .checked=${this.read} @change=${(event: Event) => this.hasRead((event.target as HTMLInputElement).checked)}> I have read it through</label>
      <button class="btn btn--primary btn--big btn--wide" aria-describedby="why" aria-disabled=${open || !this.read ? "true" : nothing} @click=${() => !open && this.read && this.share()}><i class="icon i-share-2" aria-hidden="true"></i> Share with my group</button>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <p id="why" class="small quiet">${open || !this.read ? why : "You can share a newer version at any time."}</p></section>`;
  }

  private passagesShown(): TemplateResult[] {
    const labels = new Map(this.prompts().map((prompt, at) => [prompt.key, `${at + 1} ${prompt.label}`]));
    const written = this.passages.filter((one) => one.text.trim());
    const keys = [...new Set(written.map((one) => one.prompt))];
    return keys.map(
      (key) =>
        html`<h3>${labels.get(key) ?? ""}</h3>${written.filter((one) => one.prompt === key).map((one) => html`<p class="prewrap">${this.marked(one)}</p>`)}`,
    );
  }

  private replace(event: SubmitEvent, one: Finding): void {
    event.preventDefault();
    const word = String(new FormData(event.target as HTMLFormElement).get("word")).trim();
    if (word) this.choose(one.text, word);
  }

  private choose(name: string, word: string): void {
    this.decide(name, word);
    const next = this.open[0];
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(next ? `#f-${next.entry}-${next.start}` : "input[type=checkbox]")?.focus(),
    );
  }

  private undo(name: string): void {
    this.decide(name, null);
    const one = this.names.get(name);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#f-${one?.entry}-${one?.start}`)?.focus());
  }

  private decide(name: string, word: string | null): void {
    if (word === null) this.chosen.delete(name);
    else this.chosen.set(name, word);
    sessionStorage.setItem(this.place, JSON.stringify([...this.chosen]));
    this.read = false;
    this.requestUpdate();
  }

  private hasRead(on: boolean): void {
    this.read = on;
    this.requestUpdate();
  }

  /** By prompt, what would be shared: the passages of all who wrote there, one below the other. */
  private texts(): Map<string, string> {
    const found = new Map<string, string>();
    for (const one of this.passages)
      found.set(one.prompt, [found.get(one.prompt), this.pieces(one).join("")].filter(Boolean).join("\n\n"));
    return found;
  }

  private marked(passage: Passage): (string | TemplateResult)[] {
    return this.pieces(passage).map((piece, at) => {
      if (at % 2 === 0) return piece;
      const name = this.namesIn(passage)[(at - 1) / 2]?.text ?? "";
      return html`<mark class=${this.chosen.has(name) ? "is-done" : ""}>${piece}</mark>`;
    });
  }

  private namesIn(passage: Passage): Finding[] {
    return (this.findings ?? []).filter((one) => one.entry === passage.entry).sort((a, b) => a.start - b.start);
  }

  /** A passage in pieces: every second one stands where a name was found, replaced when that is decided. */
  private pieces(passage: Passage): string[] {
    const letters = [...passage.text];
    const pieces: string[] = [];
    let at = 0;
    for (const one of this.namesIn(passage)) {
      pieces.push(letters.slice(at, one.start).join(""));
      const word = this.chosen.get(one.text) ?? one.text;
      const begins = word !== one.text && BEGINS.test(pieces.join(""));
      pieces.push(begins ? word.charAt(0).toUpperCase() + word.slice(1) : word);
      at = one.end;
    }
    return [...pieces, letters.slice(at).join("")];
  }

  private async share(): Promise<void> {
    const texts = Object.fromEntries(this.texts());
    const looked = Object.fromEntries(this.passages.map((one) => [one.entry, one.seq]));
    if (!(await this.run("share_copy", { sheet: this.sheetId, texts, looked }))) return;
    sessionStorage.removeItem(this.place);
    go(`/w/${this.room.id}/portfolio`);
  }
}
customElements.define("cw-names-check", CwNamesCheck);
