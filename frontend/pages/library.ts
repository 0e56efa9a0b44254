/** The library: opens what the room's programme came with, and shows the page of it that the address names. */

import { html, type LitElement, type TemplateResult } from "lit";
import { type Library, libraryOf, libraryTitle, openLibrary } from "../parts/library";
import { RoomElement } from "../parts/room-element";
import "./library-search";
import "./library-resources";
import { bibliography } from "./library-bibliography";
import { readingPage, scenarioPage } from "./library-reading";

export class CwLibrary extends RoomElement {
  static override properties = { ...RoomElement.properties, key: {} };
  declare key: string;
  private failed = false;
  private shown = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.fetch();
  }

  private fetch(): void {
    this.failed = false;
    openLibrary(this.room.id)
      .catch(() => {
        this.failed = true;
      })
      .finally(() => {
        this.requestUpdate();
        // The app names the document after the reading, which it knows only now.
        this.closest<LitElement>("cw-app")?.requestUpdate();
      });
  }

  /** Brings what the address names into sight, once for each address. */
  protected override updated(): void {
    if (this.shown === this.key || !libraryOf(this.room.id)) return;
    this.shown = this.key;
    const [kind, name] = this.key.split(":");
    const named = name ? this.querySelector<HTMLElement>(`#${CSS.escape(`${kind}-${name}`)}`) : null;
    // After the app has gone to the top of the page.
    requestAnimationFrame(() => {
      named?.scrollIntoView({ block: "center" });
      named?.focus({ preventScroll: true });
    });
  }

  protected override render(): TemplateResult {
    const library = libraryOf(this.room.id);
    if (library) return this.page(library);
    const words = this.failed
      ? html`<div class="message tone-yellow" role="status"><i class="icon i-wifi-off" aria-hidden="true"></i><div><strong>The library could not be fetched.</strong> It opens without a network once it has been opened with one. <button class="btn btn--tight" @click=${() => this.fetch()}>Try again</button></div></div>`
      : html`<p class="quiet" role="status">Opening the library…</p>`;
    return html`<h1>Library</h1>${words}`;
  }

  private page(library: Library): TemplateResult {
    const { room, key } = this;
    const [kind = "", name] = key.split(":");
    const reading = library.readings.find((one) => one.key === key);
    const scenario = room.items("room", "scenario").find((one) => kind === "scenario" && one.fields?.key === name);
    if (!key) return html`<cw-library-search .room=${room} .library=${library}></cw-library-search>`;
    if (libraryTitle(room.id, key) === "Bibliography") return bibliography(room, library);
    if (libraryTitle(room.id, key) === "Resources")
      return html`<cw-library-resources .room=${room} .library=${library}></cw-library-resources>`;
    if (reading) return readingPage(room, library, reading);
    if (scenario) return scenarioPage(room, scenario);
    return html`<h1>This page is not in the library</h1><p><a href="/w/${room.id}/library${location.search}">See what there is</a></p>`;
  }
}
customElements.define("cw-library", CwLibrary);
