/** A reading in an activity: what it is good for, and the way to its page in the library. */

import { html, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/parts/block-element";
import { libraryOf, openLibrary, shelf } from "../../../../frontend/parts/library";

interface Step {
  key: string;
  title: string;
  reading: string;
}

export class CwReading extends BlockElement<Step> {
  override connectedCallback(): void {
    super.connectedCallback();
    // Without it the link is there all the same, under the step's own title.
    openLibrary(this.room.id)
      .catch(() => undefined)
      .finally(() => this.requestUpdate());
  }

  protected override render(): TemplateResult {
    const { reading: key, title } = this.step;
    const reading = libraryOf(this.room.id)?.readings.find((one) => one.key === key);
    return html`<div class="card stack"><p>${reading?.summary ?? ""}</p><p><a class="btn" href=${shelf(this.room, key)}><i class="icon i-book-open" aria-hidden="true"></i> Read: ${reading?.title ?? title}</a></p></div>`;
  }
}
customElements.define("cw-reading", CwReading);
