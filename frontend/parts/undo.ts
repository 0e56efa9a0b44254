/** One's own last act, offered back: a toast that stays ten seconds, longer while it is looked at, and Ctrl+Z. */

import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { say } from "./say";

const SECONDS = 10;

interface Offer {
  words: string;
  label: string;
  undo: () => void;
}

export class Undo implements ReactiveController {
  private last: Offer | null = null;
  private timer = 0;
  private held = 0;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    window.clearTimeout(this.timer);
    this.last = null;
  }

  /** Says what was done and offers to undo it; what was offered before is offered no longer. */
  offer(words: string, undo: () => void, label = "Undo", spoken = words): void {
    this.last = { words, label, undo };
    this.held = 0;
    say(`${spoken}. ${label} is available`);
    this.wait();
  }

  /** Undoes the last act, if it is still offered. */
  run(): void {
    const last = this.last;
    this.forget();
    last?.undo();
  }

  /** Ctrl+Z (or Cmd+Z) outside a field, where text has an undo of its own. */
  key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    if (!this.last || typing || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key !== "z") return;
    event.preventDefault();
    this.run();
  }

  toast(): TemplateResult | typeof nothing {
    if (!this.last) return nothing;
    return html`<div class="toast toast--fixed" @pointerenter=${() => this.hold(1)} @pointerleave=${() => this.hold(-1)} @focusin=${() => this.hold(1)} @focusout=${() => this.hold(-1)}>
      <span>${this.last.words}</span> <button class="btn btn--tight" aria-keyshortcuts="Control+Z" @click=${() => this.run()}><i class="icon i-undo-2" aria-hidden="true"></i> ${this.last.label}</button></div>`;
  }

  private hold(by: number): void {
    this.held = Math.max(0, this.held + by);
    this.wait();
  }

  private wait(): void {
    window.clearTimeout(this.timer);
    if (!this.held) this.timer = window.setTimeout(() => this.forget(), SECONDS * 1000);
    this.host.requestUpdate();
  }

  private forget(): void {
    window.clearTimeout(this.timer);
    this.last = null;
    this.host.requestUpdate();
  }
}
