/** The base of block elements: one step of one sheet, drawn from its entries. */

import { html, nothing, type TemplateResult } from "lit";
import type { Entry, Sheet } from "../store/api";
import type { Item } from "../store/messages";
import { RoomElement, text } from "./room-element";
import { takesWords } from "./segments";

/** Says something to people who listen rather than look. */
export function say(words: string): void {
  dispatchEvent(new CustomEvent("cw-say", { detail: words }));
}

/** An element for one step; `step` holds the step's settings, `activity` the activity's item. */
export class BlockElement<Step extends { key: string }> extends RoomElement {
  static override properties = {
    ...RoomElement.properties,
    sheetId: {},
    step: { attribute: false },
    activity: { attribute: false },
  };
  declare sheetId: string;
  declare step: Step;
  declare activity: Item;
  private seen = new Set<string>();
  private spoken = 0;

  protected get sheet(): Sheet | null {
    return this.room.sheet(this.sheetId);
  }

  protected entries(): Entry[] {
    return this.sheet?.entries(this.step.key) ?? [];
  }

  protected get writable(): boolean {
    return Boolean(this.sheet?.writable) && takesWords(this.room, this.activity);
  }

  /** Tells of others' new entries at most every ten seconds. */
  protected override updated(): void {
    const others = this.entries().filter((entry) => !entry.mine);
    const fresh = others.filter((entry) => !this.seen.has(entry.id));
    const first = this.spoken === 0;
    if (!first && fresh.length && Date.now() - this.spoken < 10_000) return;
    for (const entry of others) this.seen.add(entry.id);
    if (fresh.length && !first) say(`${fresh.length} new from others`);
    if (fresh.length || first) this.spoken = Date.now();
  }

  /** The name of an entry's author, "You", or nothing where nobody is named. */
  protected authorOf(entry: Entry): string {
    if (entry.mine) return "You";
    if (!entry.by) return "";
    const me = this.room.items("me", "me")[0];
    const channels = [`group:${text(me, "group")}`, `group:${text(me, "pair")}`, "desk"];
    const people = channels.flatMap((channel) => this.room.items(channel, "person"));
    return text(
      people.find((one) => one.id === entry.by),
      "name",
    );
  }

  /** Marks of an entry: who wrote it, whether it is only here, late or hidden. */
  protected marks(entry: Entry): TemplateResult {
    return html`<span>${this.authorOf(entry)}</span>${entry.saving === "device" ? html`<span>Only on this device</span>` : nothing}${entry.late ? html`<span class="chip tone-yellow">Late</span>` : nothing}${entry.hidden ? html`<span class="chip tone-pink">Hidden from others: ${entry.hidden}</span>` : nothing}`;
  }

  /** Two versions of a text that could not be merged, side by side, for a person to choose. */
  protected versions(entry: Entry, field: string): TemplateResult | typeof nothing {
    const others = entry.versions[field] ?? [];
    const other = others[0];
    if (!other || !this.writable) return nothing;
    const current = String(entry.fields[field] ?? "");
    const choose = (words: string): void => this.sheet?.settle(entry.id, field, words);
    return html`<div class="message tone-yellow" role="group" aria-label="Two versions"><i class="icon i-columns-2" aria-hidden="true"></i><div class="stack">
      <strong>Two people changed the same words. Both versions are kept until one of you chooses.</strong>
      <div class="versions"><div><p class="small quiet">In the text now</p><p>${current}</p><button class="btn btn--tight" @click=${() => choose(current)}>Keep this one</button></div>
      <div><p class="small quiet">The other version</p><p>${other.text}</p><button class="btn btn--tight" @click=${() => choose(other.text)}>Keep this one</button></div></div>
      <button class="btn btn--primary btn--tight" @click=${() => choose([current, ...others.map((one) => one.text)].join("\n"))}>Keep ${others.length > 1 ? "all" : "both"}</button></div></div>`;
  }

  /** A place between two others in a list. */
  protected between(before: Entry | undefined, after: Entry | undefined): number {
    const low = before ? Number(before.fields.place ?? 0) : after ? Number(after.fields.place ?? 0) - 2 : 0;
    const high = after ? Number(after.fields.place ?? 0) : low + 2;
    return (low + high) / 2;
  }
}
