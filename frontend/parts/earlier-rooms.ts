/** The other workshops of a series that this person took part in, each opened with its own key when it is looked at. */

import { html, nothing, type TemplateResult } from "lit";
import { keepKey, keptKey } from "../store/keys";
import { openRoom, type RoomStore } from "../store/room";
import { RoomElement } from "./room-element";

interface Other {
  id: string;
  member: string;
  title: string;
  date: string;
}

/** Draws something of each other workshop of the series; `show` says what, of a room that is open. */
export class CwEarlierRooms extends RoomElement {
  static override properties = { ...RoomElement.properties, show: { attribute: false }, heading: {} };
  declare show: (room: RoomStore) => TemplateResult;
  declare heading: string;
  private others: Other[] = [];
  private rooms = new Map<string, RoomStore | string>();

  override connectedCallback(): void {
    super.connectedCallback();
    fetch(`/w/${this.room.id}/series.json`)
      .then((answer) => answer.json())
      .then((said) => {
        this.others = said.rooms ?? [];
        this.requestUpdate();
      })
      .catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const room of this.rooms.values()) if (typeof room !== "string") void room.close();
    this.rooms.clear();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.others.length) return nothing;
    return html`<section class="stack noprint" aria-labelledby="others"><h2 id="others">${this.heading}</h2>${this.others.map(
      (
        other,
      ) => html`<details class="card fold" @toggle=${(event: Event) => this.toggled(event, other.id)}><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${other.title}, ${dated(other.date)}</summary>
      <div class="stack">${this.content(other.id)}</div></details>`,
    )}</section>`;
  }

  private content(id: string): TemplateResult {
    const room = this.rooms.get(id);
    if (room === undefined) return html`<p role="status">Opening…</p>`;
    return typeof room === "string" ? html`<p class="error" role="alert">${room}</p>` : this.show(room);
  }

  private toggled(event: Event, id: string): void {
    if ((event.target as HTMLDetailsElement).open && !(this.rooms.get(id) instanceof Object)) void this.openOther(id);
  }

  /** The words are the same in the whole series, and so is their key: what is sealed in the other workshop opens too. */
  private handOn(id: string): void {
    const me = this.room.items("me", "me")[0]?.id ?? "";
    const other = this.others.find((one) => one.id === id);
    const key = keptKey(localStorage, this.room.id, me);
    if (key && other && !keptKey(localStorage, id, other.member)) keepKey(localStorage, id, other.member, key);
  }

  private async openOther(id: string): Promise<void> {
    try {
      this.handOn(id);
      const room = await openRoom(id);
      if (!this.isConnected) return void room.close();
      room.subscribe(() => this.requestUpdate());
      this.rooms.set(id, room);
    } catch (error) {
      this.rooms.set(id, error instanceof Error ? error.message : String(error));
    }
    this.requestUpdate();
  }
}
customElements.define("cw-earlier-rooms", CwEarlierRooms);

/** A date as it is written: 12 March 2026. */
function dated(iso: string): string {
  const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return words.format(new Date(`${iso}T12:00:00Z`));
}
