/** The portfolio: scenarios shared with the group, without names, and the programme's samples. */

import { html, nothing, type TemplateResult } from "lit";
import "../parts/earlier-rooms";
import { RoomElement, text } from "../parts/room-element";
import type { Room } from "../store/api";

interface Prompt {
  key: string;
  label: string;
}

/** The steps of the scenario that a workshop asks for. */
function promptsOf(room: Room): Prompt[] {
  const activity = room.items("room", "activity").find((one) => one.id === "w6");
  const steps = (activity?.fields?.steps ?? []) as { block: string; prompts?: Prompt[] }[];
  return steps.find((step) => step.block === "prompts")?.prompts ?? [];
}

export class CwPortfolio extends RoomElement {
  protected override render(): TemplateResult {
    const prompts = promptsOf(this.room);
    const copies = this.shared(this.room);
    return html`<div class="pagehead"><div><h1>Portfolio</h1><p>Scenarios to think with. Who shared one is not shown. Its writer looked for names in it first and decided on each; some may still be there.</p></div></div>
      <section class="stack" aria-labelledby="sh"><h2 id="sh">Shared with your group</h2>${copies.length ? copies : html`<div class="empty"><strong>Nothing shared yet.</strong> Yours could be the first.</div>`}</section>
      <cw-earlier-rooms .room=${this.room} heading="From the other workshops of the series" .show=${this.ofOther}></cw-earlier-rooms>
      <section class="stack" aria-labelledby="sa"><h2 id="sa">Sample scenarios</h2>${this.room.items("room", "scenario").map((one) => this.scenario(`${text(one, "key")}: ${text(one, "title")}`, prompts, new Map(Object.entries((one.fields?.steps ?? {}) as Record<string, string>)), text(one, "theme")))}</section>`;
  }

  /** The scenarios that were shared with one's group in a workshop. */
  private shared(room: Room): TemplateResult[] {
    const prompts = promptsOf(room);
    const copies = room.sheetsOf("w6").filter((id) => id.endsWith(".copy") && room.sheet(id)?.state === "shared");
    return copies.map((id, number) => {
      const entries = room.sheet(id)?.entries() ?? [];
      const words = new Map(entries.map((entry) => [String(entry.fields.prompt), String(entry.fields.text)]));
      return this.scenario(words.get(prompts[0]?.key ?? "") ?? `Scenario ${number + 1}`, prompts, words);
    });
  }

  private ofOther = (room: Room): TemplateResult => {
    const copies = this.shared(room);
    return html`${copies.length ? copies : html`<p class="quiet">Nothing was shared with your group there.</p>`}`;
  };

  private scenario(
    title: string,
    prompts: { key: string; label: string }[],
    words: Map<string, string>,
    theme = "",
  ): TemplateResult {
    return html`<details class="card fold"><summary><i class="icon i-chevron-down" aria-hidden="true"></i> ${title.slice(0, 120)} ${theme ? html`<span class="chip">${theme}</span>` : nothing}</summary>
      <dl class="stack">${prompts.filter((prompt) => words.get(prompt.key)).map((prompt) => html`<div><dt class="strong">${prompt.label}</dt><dd class="prewrap">${words.get(prompt.key)}</dd></div>`)}</dl></details>`;
  }
}
customElements.define("cw-portfolio", CwPortfolio);
