/** The look for names before sharing: each finding is decided by the writer; most are found, never all. */

import { html, nothing, type TemplateResult } from "lit";
import { RoomElement } from "./room-element";
import { go } from "./routes";

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

interface Passage {
  entry: string;
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
      this.passages = (found.passages as Passage[]).filter((one) => one.text.trim());
    } catch (error) {
      this.problem =
        error instanceof TypeError
          ? "Sharing needs the network. Your scenario is safe on this device."
          : String((error as Error).message);
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const names = new Map<string, Finding>();
    for (const finding of this.findings ?? []) if (!names.has(finding.text)) names.set(finding.text, finding);
    const open = [...names.keys()].filter((name) => !this.chosen.has(name)).length;
    return html`<p><a href="/w/${this.room.id}/scenario"><i class="icon i-arrow-left" aria-hidden="true"></i> Back to the scenario</a></p>
      <h1>Check for names before you share</h1>
      <p class="lead">We look for people, organisations, places and numbers, and suggest a general word. We find most names, not all, so please read it through once yourself.</p>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${this.findings === null && !this.problem ? html`<p role="status">Looking…</p>` : nothing}
      ${
        this.findings
          ? html`<div class="names"><section class="card" aria-labelledby="fo"><h2 id="fo">${names.size ? (open ? `${open} of ${names.size} left to decide` : `All ${names.size} decided`) : "Nothing found"}</h2>${[...names.values()].map((one) => this.finding(one))}</section>
        <section class="card stack" aria-labelledby="th"><h2 id="th">What your group would read</h2>${[...this.texts().values()].map((words) => html`<p class="prewrap">${words}</p>`)}
          <label class="choice"><input type="checkbox" .checked=${this.read} @change=${(event: Event) => this.hasRead((event.target as HTMLInputElement).checked)}> I have read it through</label>
          <button class="btn btn--primary btn--big btn--wide" aria-disabled=${open || !this.read ? "true" : nothing} @click=${() => !open && this.read && this.share()}>Share with my group</button>
          ${open ? html`<p class="hint">Decide the ${open} that ${open === 1 ? "is" : "are"} left first.</p>` : nothing}</section></div>`
          : nothing
      }`;
  }

  private finding(one: Finding): TemplateResult {
    const decided = this.chosen.get(one.text);
    const id = `f-${one.entry}-${one.start}`;
    return html`<div class="finding" aria-current=${decided === undefined ? "true" : nothing}><p>${one.before}<mark class=${decided === undefined ? "" : "is-done"}>${one.text}</mark>${one.after}</p>
      <div class="row"><button class="btn btn--tight" aria-pressed=${decided === one.suggestion} @click=${() => this.choose(one.text, one.suggestion)}>${one.suggestion}</button>
      <button class="btn btn--tight" aria-pressed=${decided === one.text} @click=${() => this.choose(one.text, one.text)}>Keep it as it is<span class="sr"> ${one.text}</span></button></div>
      <form class="stack" @submit=${(event: SubmitEvent) => this.own(event, one)}><label class="small strong" for=${id}>Or in words of your own<span class="sr"> for ${one.text}</span></label><div class="row nowrap"><input class="input grow" id=${id} name="word" maxlength="80" autocomplete="off"><button class="btn btn--tight">Use it<span class="sr"> for ${one.text}</span></button></div></form></div>`;
  }

  private own(event: SubmitEvent, one: Finding): void {
    event.preventDefault();
    const word = String(new FormData(event.target as HTMLFormElement).get("word")).trim();
    if (word) this.choose(one.text, word);
  }

  private choose(name: string, word: string): void {
    this.chosen.set(name, word);
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
      found.set(one.prompt, [found.get(one.prompt), this.replaced(one)].filter(Boolean).join("\n\n"));
    return found;
  }

  /** A passage with every decided name replaced, last first so that places hold. */
  private replaced(passage: Passage): string {
    const own = (this.findings ?? []).filter((one) => one.entry === passage.entry).sort((a, b) => b.start - a.start);
    let text = [...passage.text];
    for (const one of own)
      text = [...text.slice(0, one.start), ...(this.chosen.get(one.text) ?? one.text), ...text.slice(one.end)];
    return text.join("");
  }

  private async share(): Promise<void> {
    const texts = Object.fromEntries(this.texts());
    if (await this.run("share_copy", { sheet: this.sheetId, texts })) go(`/w/${this.room.id}/portfolio`);
  }
}
customElements.define("cw-names-check", CwNamesCheck);
