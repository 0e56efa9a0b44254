/** Photos of a sheet: those that are there, and attaching one, made smaller on the device before it is sent. */

import { html, nothing, type TemplateResult } from "lit";
import { keepPhoto, keptPhoto, type PhotoPlace } from "../store/kept-photos";
import { RoomElement, text } from "./room-element";
import { routeOf } from "./routes";
import { say } from "./say";
import "./sure";
import { typedIn } from "./typed-in";

interface Photo {
  id: string;
  caption: string;
  width: number;
  height: number;
  proxy: boolean;
  removable: boolean;
}
/** Pixels of the longer side of what is sent; the server keeps no more. */
const LONGEST = 2000;
const QUALITY = 0.85;
const UNREACHED = "The photo could not be sent. It is kept on this device: try again when you are connected.";
const NO_PHOTO = "This is not a photo that can be read. Choose a JPEG, PNG or WebP file.";

export class CwPhotos extends RoomElement {
  static override properties = { ...RoomElement.properties, sheetId: {}, whose: {}, reading: { type: Boolean } };
  declare sheetId: string;
  /** Whose flip chart it is, for those who cannot see a photo that nobody has described. */
  declare whose: string;
  /** Whether photos are only looked at here. */
  declare reading: boolean;
  private photos: Photo[] = [];
  private fetched = "";
  private chosen: { file: Blob; preview: string } | null = null;
  private sending: AbortController | null = null;
  private describing = "";
  /** The sheet whose waiting photo was looked for. */
  private lookedFor = "";

  override disconnectedCallback(): void {
    this.show(null);
    this.lookedFor = "";
    super.disconnectedCallback();
  }

  /** Asks for the list when the sheet says that its photos changed. */
  protected override updated(): void {
    if (!this.reading && this.lookedFor !== this.sheetId) void this.bringBack();
    const mark = `${this.sheetId} ${this.changed()} ${this.room.sheet(this.sheetId)?.state}`;
    if (mark === this.fetched || !this.room.connected) return;
    this.fetched = mark;
    if (this.changed()) void this.load(mark);
    else if (this.photos.length) this.set({ photos: [] });
  }

  /** The number of the last change of this sheet's photos; 0 when it never had any. */
  private changed(): number {
    const group = text(this.room.items("me", "me")[0], "group");
    const pair = text(this.room.items("me", "me")[0], "pair");
    const channels = ["room", "me", "desk", `group:${group}`, `group:${pair}`];
    const items = channels.flatMap((channel) => this.room.items(channel, "sheet"));
    return Math.max(0, ...items.filter((one) => one.id === this.sheetId).map((one) => Number(one.fields?.photos ?? 0)));
  }

  private async load(mark: string): Promise<void> {
    try {
      const answer = await fetch(this.address("photos", this.sheetId));
      const said = (await answer.json()) as { photos?: Photo[] };
      if (this.fetched === mark) this.set({ photos: said.photos ?? [] });
    } catch {
      this.fetched = "";
    }
  }

  private address(kind: "photo" | "photos", rest: string): string {
    const as = routeOf(location.pathname, location.search).role === "facilitator" ? "?as=facilitator" : "";
    return `/${kind}/${this.room.id}/${rest}${as}`;
  }

  private set(what: { photos?: Photo[]; describing?: string; chosen?: CwPhotos["chosen"]; problem?: string }): void {
    Object.assign(this, what);
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const writable = !this.reading && Boolean(this.room.sheet(this.sheetId)?.writable);
    if (!this.photos.length && !writable) return nothing;
    return html`<section class="stack photos noprint" aria-label="Photos"><h2>Photos of paper${this.reading && this.whose ? `: ${this.whose}` : ""}</h2>
      ${this.photos.length ? html`<ul>${this.photos.map((photo) => html`<li>${this.photo(photo, writable)}</li>`)}</ul>` : nothing}
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${writable ? this.adder() : nothing}</section>`;
  }

  private photo(photo: Photo, writable: boolean): TemplateResult {
    const described = photo.caption || `Photo of what ${this.whose || "the group"} wrote on paper`;
    return html`<figure><a href=${this.address("photo", `${photo.id}/large.jpg`)} target="_blank" rel="noopener"><img src=${this.address("photo", `${photo.id}/small.jpg`)} alt="${described}. Opens larger, in a new tab" width=${photo.width} height=${photo.height} loading="lazy"></a>
      <figcaption>${photo.caption || html`<span class="quiet">Not described yet</span>`} ${typedIn(photo, "Attached by a facilitator")}</figcaption></figure>
      ${this.describing === photo.id ? this.describer(photo) : nothing}
      ${
        photo.removable && !this.reading && this.describing !== photo.id
          ? html`<div class="row">${writable ? html`<button type="button" class="btn btn--quiet btn--tight" @click=${() => this.describe(photo.id)}><i class="icon i-pencil" aria-hidden="true"></i> ${photo.caption ? "Change the words" : "Say what it shows"}</button>` : nothing}
        <cw-sure icon="i-trash-2" label="Take it away" yes="Take it away" danger words="The photo goes for everybody. What was written stays." @cw-sure=${() => this.change(photo.id, { gone: true }, "The photo is gone")}></cw-sure></div>`
          : nothing
      }`;
  }

  private describer(photo: Photo): TemplateResult {
    const keep = (event: SubmitEvent): void => {
      event.preventDefault();
      const caption = String(new FormData(event.target as HTMLFormElement).get("caption"));
      void this.change(photo.id, { caption }, "Kept");
    };
    return html`<form class="stack" @submit=${keep}><div class="field"><label for="cap-${photo.id}">What it shows</label><span class="hint" id="caph-${photo.id}">For those who can’t see it.</span><input class="input" id="cap-${photo.id}" aria-describedby="caph-${photo.id}" name="caption" maxlength="200" .value=${photo.caption}></div>
      <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => this.describe("")}>Leave it</button></div></form>`;
  }

  private describe(id: string): void {
    this.set({ describing: id });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#cap-${CSS.escape(id)}`)?.focus());
  }

  // --- attaching ---

  private adder(): TemplateResult {
    if (this.chosen)
      return html`<div class="card stack"><img class="photos__new" src=${this.chosen.preview} alt="The photo that you chose">
        <p class="hint">Is it sharp enough to read, and is nobody’s face on it? It goes to everybody who reads this sheet. Place and time of the photo are taken out of it.</p>
        ${this.sending ? html`<p role="status">Sending the photo…</p><div><button type="button" class="btn" @click=${() => this.sending?.abort()}>Stop sending</button></div>` : html`<div class="row"><button type="button" class="btn btn--primary" @click=${() => this.send()}>Attach it</button><button type="button" class="btn" @click=${() => this.letGo()}>Leave it</button></div>`}</div>`;
    return html`<div><label class="btn filebtn"><i class="icon i-plus" aria-hidden="true"></i> Attach a photo<input type="file" accept="image/jpeg,image/png,image/webp" @change=${(event: Event) => this.choose(event)}></label></div>`;
  }

  private get place(): PhotoPlace {
    return { room: this.room.id, member: this.room.member, sheet: this.sheetId };
  }

  /** Shows the photo that was chosen before this page was left or reloaded, and was never sent. */
  private async bringBack(): Promise<void> {
    this.lookedFor = this.sheetId;
    const kept = await keptPhoto(this.place).catch(() => undefined);
    if (kept && !this.chosen && this.isConnected) this.show(kept);
  }

  private async choose(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.show(null);
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return this.set({ problem: NO_PHOTO });
    this.set({ problem: "" });
    const photo = await smaller(file);
    this.show(photo);
    await keepPhoto(this.place, photo).catch((error) => console.warn("This device cannot keep the photo.", error));
  }

  private show(photo: Blob | null): void {
    this.sending?.abort();
    if (this.chosen) URL.revokeObjectURL(this.chosen.preview);
    this.set({ chosen: photo && { file: photo, preview: URL.createObjectURL(photo) } });
  }

  private letGo(): void {
    this.show(null);
    keepPhoto(this.place, null).catch((error) => console.warn("This device cannot forget the photo.", error));
  }

  private async send(): Promise<void> {
    if (!this.chosen) return;
    this.sending = new AbortController();
    this.set({ problem: "" });
    const { signal } = this.sending;
    const done = await this.post(this.address("photos", this.sheetId), this.chosen.file, signal);
    this.sending = null;
    if (done) {
      say("The photo is attached");
      this.letGo();
      this.describe(done);
    } else if (signal.aborted) this.set({ problem: "" });
    this.requestUpdate();
  }

  private async change(id: string, what: { caption?: string; gone?: boolean }, words: string): Promise<void> {
    if ((await this.post(this.address("photo", id), JSON.stringify(what))) === null) return;
    say(words);
    this.describe("");
  }

  /** Sends; gives the id that the server says, or null and says why not. */
  private async post(address: string, body: BodyInit, signal?: AbortSignal): Promise<string | null> {
    this.set({ problem: "" });
    try {
      const headers = { "X-Commonweal": "1" };
      const answer = await fetch(address, { method: "POST", headers, body, ...(signal ? { signal } : {}) });
      const said = (await answer.json()) as { ok?: boolean; id?: string; error?: string };
      if (said.ok) return said.id ?? "";
      this.set({ problem: said.error || UNREACHED });
    } catch {
      this.set({ problem: UNREACHED });
    }
    return null;
  }
}
customElements.define("cw-photos", CwPhotos);

/** The photo with no side longer than LONGEST, as a JPEG; what a browser cannot open goes as it is. */
async function smaller(file: Blob): Promise<Blob> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const context = canvas.getContext("2d");
    if (!context) return file;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return made ?? file;
  } catch {
    return file;
  }
}
