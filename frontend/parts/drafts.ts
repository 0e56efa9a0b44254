/** Words that the server did not accept: they stay here until their writer decides. */

import { html, nothing, type TemplateResult } from "lit";
import type { Draft } from "../store/api";
import { RoomElement } from "./room-element";

const NOT_WORDS = new Set(["column", "row", "source", "cell", "item", "prompt", "agenda"]);

/** The words of an entry's fields, for reading; of a note without its tags. */
export function wordsOf(fields: Record<string, unknown>): string {
  if (typeof fields.column === "string") return String(fields.text ?? "");
  return Object.entries(fields)
    .filter(([name, value]) => typeof value === "string" && value && !NOT_WORDS.has(name))
    .map(([, value]) => String(value))
    .join(" · ");
}

export class CwDrafts extends RoomElement {
  protected override render(): TemplateResult | typeof nothing {
    const drafts = this.room.drafts().filter((draft) => wordsOf(draft.fields));
    if (!drafts.length) return nothing;
    return html`<section class="card stack noprint" aria-labelledby="drafts"><h2 id="drafts">Kept here for you</h2>
      ${drafts.map(
        (
          draft,
        ) => html`<div class="message tone-yellow"><i class="icon i-pencil" aria-hidden="true"></i><div class="stack"><p><strong>“${wordsOf(draft.fields)}”</strong></p><p class="small">${draft.reason}</p>
        <div class="row">${this.canAdd(draft) ? html`<button class="btn btn--tight" @click=${() => this.again(draft)}>Add it again as new</button>` : nothing}
        <button class="btn btn--tight" @click=${() => navigator.clipboard?.writeText(wordsOf(draft.fields))}><i class="icon i-copy" aria-hidden="true"></i> Copy</button>
        <button class="btn btn--tight btn--danger" @click=${() => this.room.sheet(draft.sheet)?.dropDraft(draft.key) ?? this.drop(draft)}>Let it go</button></div></div></div>`,
      )}</section>`;
  }

  private canAdd(draft: Draft): boolean {
    return Boolean(draft.step && this.room.sheet(draft.sheet)?.writable);
  }

  private again(draft: Draft): void {
    const sheet = this.room.sheet(draft.sheet);
    sheet?.put(draft.step, draft.fields);
    sheet?.dropDraft(draft.key);
  }

  private drop(draft: Draft): void {
    this.room.dropDraft(draft.key);
  }
}
customElements.define("cw-drafts", CwDrafts);
