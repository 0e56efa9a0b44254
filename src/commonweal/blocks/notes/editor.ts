/** A note while its words are being changed: Enter keeps them, Escape leaves them as they were. */

import { html, type TemplateResult } from "lit";

export interface Editing {
  /** The person has come to the words. */
  began(): void;
  /** It is over: the new words, or null where they stay as they were. */
  done(words: string | null): void;
}

export function editor(words: string, editing: Editing): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const now = String(new FormData(event.target as HTMLFormElement).get("text")).trim();
    editing.done(now && now !== words ? now : null);
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") editing.done(null);
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      (event.target as HTMLTextAreaElement).form?.requestSubmit();
    }
  };
  return html`<form class="stack" @submit=${submit}><textarea class="textarea textarea--short" name="text" aria-label="Change this note" maxlength="600" .value=${words} @focus=${() => editing.began()} @keydown=${key}></textarea>
    <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => editing.done(null)}>Leave it</button></div></form>`;
}
