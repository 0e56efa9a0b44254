/** Words that the server did not accept: they stay here until their writer decides. */

import { html, nothing, type TemplateResult } from "lit";
import type { Draft, Room } from "../store/api";
import { RoomElement, text } from "./room-element";
import { isEntry, Typing, type Unfinished } from "./typing";

/** Fields that hold a key or an id, never somebody's words. */
export const NOT_WORDS = new Set(
  "column row source cell item prompt box kind role real who about owner by_when state agenda".split(" "),
);

/** The words of an entry's fields, for reading; of a note without its tags. */
export function wordsOf(fields: Record<string, unknown>): string {
  if (typeof fields.column === "string") return String(fields.text ?? "");
  return Object.entries(fields)
    .filter(([name, value]) => typeof value === "string" && value && !NOT_WORDS.has(name))
    .map(([, value]) => String(value))
    .join(" · ");
}

/** Characters of the longest text that the server takes. */
const LONGEST = 8000;

/** Whether words wait for their writer here: refused, too long, or typed where they cannot be written any more. */
export function unsaved(room: Room): boolean {
  const waits = ({ sheet: id, where, text }: Unfinished): boolean => {
    const sheet = room.sheet(id);
    const [entry = ""] = where.split("/");
    const deleted = isEntry(entry) && !sheet?.entries().some((one) => one.id === entry);
    return !sheet?.writable || deleted || text.length > LONGEST;
  };
  return room.drafts().some((draft) => wordsOf(draft.fields)) || Typing.of(room).left().some(waits);
}

export class CwDrafts extends RoomElement {
  protected override render(): TemplateResult | typeof nothing {
    const drafts = this.room.drafts().filter((draft) => wordsOf(draft.fields));
    const left = Typing.of(this.room)
      .left()
      .filter((one) => !this.inSight(one.sheet));
    if (!drafts.length && !left.length) return nothing;
    return html`<section class="card stack noprint" aria-labelledby="drafts"><h2 id="drafts">Kept here for you</h2>
      ${drafts.map(
        (
          draft,
        ) => html`<div class="message tone-yellow"><i class="icon i-pencil" aria-hidden="true"></i><div class="stack"><p><strong>“${wordsOf(draft.fields)}”</strong></p><p class="small">${draft.reason}</p>
        <div class="row">${this.canAdd(draft) ? html`<button class="btn btn--tight" @click=${() => this.again(draft)}>Add it again</button>` : nothing}
        <button class="btn btn--tight" @click=${() => navigator.clipboard?.writeText(wordsOf(draft.fields))}><i class="icon i-copy" aria-hidden="true"></i> Copy</button>
        <button class="btn btn--tight btn--danger" @click=${() => this.room.sheet(draft.sheet)?.dropDraft(draft.key) ?? this.drop(draft)}>Let it go</button></div></div></div>`,
      )}${left.map((one) => this.unfinished(one))}</section>`;
  }

  /** Whether a sheet can be read here: one of a group that the person was moved out of cannot. */
  private inSight(sheet: string): boolean {
    return ["inside", "mine"].some((view) => this.room.has(`${sheet}/${view}`));
  }

  private unfinished(one: Unfinished): TemplateResult {
    const drop = (): void => {
      Typing.of(this.room).drop(one.sheet, one.step, one.where);
      this.requestUpdate();
    };
    return html`<div class="message tone-yellow"><i class="icon i-pencil" aria-hidden="true"></i><div class="stack"><p><strong>“${one.text}”</strong></p><p class="small">You were writing this for a sheet that you are no longer on.</p>
      <div class="row"><button class="btn btn--tight" @click=${() => navigator.clipboard?.writeText(one.text)}><i class="icon i-copy" aria-hidden="true"></i> Copy</button>
      <button class="btn btn--tight btn--danger" @click=${drop}>Let it go</button></div></div></div>`;
  }

  private canAdd(draft: Draft): boolean {
    const closed = text(this.room.items("room", "info")[0], "state") === "closed";
    return Boolean(draft.step && !closed && this.room.sheet(draft.sheet)?.writable);
  }

  /** Into the entry it was meant for, if that is still there; else as a new one. */
  private again(draft: Draft): void {
    const sheet = this.room.sheet(draft.sheet);
    if (sheet?.entries().some((entry) => entry.id === draft.entry)) sheet.patch(draft.entry, draft.fields);
    else sheet?.put(draft.step, { ...draft.before, ...draft.fields });
    sheet?.dropDraft(draft.key);
  }

  private drop(draft: Draft): void {
    this.room.dropDraft(draft.key);
  }
}
customElements.define("cw-drafts", CwDrafts);
