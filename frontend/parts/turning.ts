/** Things on the big screen that are too many for their place: as many as fit, then the next, a quarter of a minute each. */

import { pagesOf, TURN } from "./pages";

/**
 * Shows those of its children that fit, in turns, and says which turn it is. `seconds` is how long one lasts: where pages of
 * groups turn as well, it is a whole round of theirs, so that nothing is passed over.
 */
export class CwTurning extends HTMLElement {
  private readonly says = document.createElement("p");
  private pages: number[][] = [];
  private ticking = 0;
  private readonly resized = new ResizeObserver(() => this.measure());
  private readonly changed = new MutationObserver((found) => {
    const ours = (one: MutationRecord): boolean =>
      one.target === this.says || [...one.addedNodes, ...one.removedNodes].includes(this.says);
    if (!found.every(ours)) this.measure();
  });

  connectedCallback(): void {
    this.says.className = "turn";
    this.ticking = window.setInterval(() => this.show(), 1000);
    this.resized.observe(this);
    this.changed.observe(this, { childList: true, subtree: true, characterData: true });
    void document.fonts.ready.then(() => this.measure());
    this.measure();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.ticking);
    this.resized.disconnect();
    this.changed.disconnect();
  }

  private get things(): HTMLElement[] {
    return [...this.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one !== this.says);
  }

  private measure(): void {
    for (const one of this.things) one.hidden = false;
    this.says.remove();
    const boxes = this.things.map((one) => ({
      top: one.offsetTop,
      bottom: one.offsetTop + one.offsetHeight,
      head: one instanceof HTMLHeadingElement,
    }));
    this.pages = pagesOf(boxes, this.clientHeight);
    if (this.pages.length > 1) {
      this.append(this.says);
      this.says.textContent = "1";
      this.pages = pagesOf(boxes, this.clientHeight - this.taken());
    }
    this.show();
  }

  /** The height that saying the turn takes from the things, unless it stands elsewhere. */
  private taken(): number {
    if (getComputedStyle(this.says).position === "absolute") return 0;
    return this.says.offsetHeight + (Number.parseFloat(getComputedStyle(this).rowGap) || 0);
  }

  private show(): void {
    const seconds = Number(this.getAttribute("seconds")) || TURN;
    const page = Math.floor(Date.now() / (1000 * seconds)) % Math.max(1, this.pages.length);
    const shown = new Set(this.pages[page]);
    this.things.forEach((one, index) => {
      one.hidden = !shown.has(index);
    });
    const words = `${page + 1} of ${this.pages.length}`;
    if (this.says.textContent !== words) this.says.textContent = words;
  }
}
customElements.define("cw-turning", CwTurning);
