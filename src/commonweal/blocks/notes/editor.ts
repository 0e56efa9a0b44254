/** The form in which a note is changed: Enter keeps it, Escape leaves it. What is typed is kept from the first letter on. */

import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

/** Characters that a note may have, as on the server. */
const LONGEST = 600;

export interface Editing {
  /** The person has come to the text area. */
  began(): void;
  typed(words: string): void;
  /** It is over: with new words, or with null when nothing is to change. */
  done(words: string | null): void;
}

/** The form for a note that reads `words`; `now` is what has been typed of it already, if anything was. */
export function editor(words: string, now: string | undefined, editing: Editing): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const after = String(new FormData(form).get("text")).trim();
    if (fits(form, after)) editing.done(after && after !== words ? after : null);
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") editing.done(null);
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      (event.target as HTMLTextAreaElement).form?.requestSubmit();
    }
  };
  return html`<form class="stack" @submit=${submit}><textarea class="textarea textarea--short" name="text" aria-label="Change this note" dir="auto" .value=${live(now ?? words)} @focus=${() => editing.began()} @input=${(event: Event) => editing.typed((event.target as HTMLTextAreaElement).value)} @keydown=${key}></textarea>
    <div class="row"><button class="btn btn--primary btn--tight">Keep</button><button type="button" class="btn btn--tight" @click=${() => editing.done(null)}>Leave it</button></div></form>`;
}

/** Whether words fit into a note; says by how much they do not. */
export function fits(form: HTMLFormElement, words: string): boolean {
  const field = form.elements.namedItem("text") as HTMLInputElement | HTMLTextAreaElement;
  const over = words.length - LONGEST;
  field.setCustomValidity(over > 0 ? `This is ${over} characters too long; ${LONGEST} fit in a note.` : "");
  if (over > 0) field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  return field.reportValidity();
}
