/** The app of a room: opens the room on this device, draws the bar, the page that the address names, and what went wrong. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import "./pages/today";
import "./pages/group";
import "./pages/activity";
import "./pages/scenario";
import "./pages/portfolio";
import "./pages/log";
import "./pages/wall";
import "./pages/together";
import "./parts/drafts";
import { countdown, remaining, text } from "./parts/room-element";
import { type Route, routeOf } from "./parts/routes";
import { openRoom, type RoomStore } from "./store/room";

const TABS: [string, string, string][] = [
  ["today", "i-calendar", "Today"],
  ["group", "i-layout-grid", "My group"],
  ["scenario", "i-pencil", "Scenario"],
  ["log", "i-lock", "My log"],
];
const TITLES: Record<string, string> = {
  ...Object.fromEntries(TABS.map(([key, , title]) => [key, title])),
  portfolio: "Portfolio",
  console: "Facilitator console",
  screen: "Big screen",
  review: "Review",
};

export class CwApp extends LitElement {
  private route: Route = routeOf(location.pathname, location.search);
  private room: RoomStore | null = null;
  private failed = "";
  private said = "";

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", () => void this.move());
    document.addEventListener("click", (event) => this.follow(event));
    addEventListener("cw-say", (event) => this.say((event as CustomEvent<string>).detail));
    void this.open();
  }

  private async open(): Promise<void> {
    const { room, role } = this.route;
    try {
      if (role === "facilitator") await import("./pages/console").then(() => import("./pages/review"));
      if (role === "screen") await import("./pages/screen");
      this.room = await openRoom(room, role);
      this.room.subscribe(() => this.requestUpdate());
    } catch (error) {
      this.failed = error instanceof Error ? error.message : String(error);
    }
    this.requestUpdate();
  }

  /** Takes the address as it is now; another room or role is opened anew. */
  private async move(): Promise<void> {
    const next = routeOf(location.pathname, location.search);
    if (next.room !== this.route.room || next.role !== this.route.role) {
      location.reload();
      return;
    }
    this.route = next;
    this.requestUpdate();
    await this.updateComplete;
    scrollTo(0, 0);
    const heading = this.querySelector<HTMLElement>("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }

  /** Links within the room are followed without loading the page anew. */
  private follow(event: MouseEvent): void {
    const link = (event.target as HTMLElement).closest?.("a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || link.target) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.hash || !url.pathname.startsWith(`/w/${this.route.room}/`)) return;
    event.preventDefault();
    history.pushState(null, "", url.pathname + url.search);
    void this.move();
  }

  private say(words: string): void {
    this.said = words;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { room } = this;
    if (this.failed) return this.failure();
    if (!room) return html`<main id="main" class="page page--form"><p role="status">Opening the workshop…</p></main>`;
    document.title = `${this.title_()} – Commonweal`;
    if (this.route.page === "screen") return html`<cw-screen .room=${room}></cw-screen>`;
    const wide =
      this.route.role === "facilitator" ||
      ["activity", "together", "scenario", "wall", "portfolio"].includes(this.route.page);
    return html`<a class="skip" href="#main">Skip to main content</a>${this.bar(room)}
      <main id="main" class="page ${wide ? "page--wide" : "page--form"} stack">
        ${this.pretending(room)} ${this.stopped(room)} ${this.offline(room)} <cw-drafts .room=${room}></cw-drafts> ${this.page(room)}
      </main>
      <p class="sr" role="status" aria-live="polite">${this.said}</p>
      ${this.route.role === "participant" ? this.tabbar() : nothing}`;
  }

  private title_(): string {
    const { page, key } = this.route;
    const activity = this.room?.items("room", "activity").find((one) => one.id === key);
    return activity ? text(activity, "title") : (TITLES[page] ?? "Workshop");
  }

  private bar(room: RoomStore): TemplateResult {
    const info = room.items("room", "info")[0];
    const facilitates = this.route.role === "facilitator";
    const left = remaining(room);
    const code = text(room.items("screen", "screen")[0], "code");
    return html`<header class="topbar noprint"><a class="mark" href="/w/${room.id}/${facilitates ? "console" : "today"}" aria-label="Commonweal, ${facilitates ? "console" : "today"}"><img src="/static/commonweal/logo.svg" alt=""></a>
      <div class="topbar__title">${text(info, "title")}<small>${facilitates ? `Facilitator · ${room.present().size} here` : longDate(text(info, "date"))}</small></div>
      ${facilitates ? nothing : html`<nav class="on-laptop" aria-label="Workshop">${this.tabs()}</nav>`}
      <div class="row end nowrap">${facilitates && code ? html`<span class="row on-laptop">Code <span class="code">${code.slice(0, 4)} ${code.slice(4)}</span></span>` : nothing}
      ${left && !facilitates ? html`<span class="row on-laptop"><i class="icon i-timer" aria-hidden="true"></i><strong class="num">${countdown(left.seconds)}</strong></span>` : nothing}${this.sync(room)}</div></header>`;
  }

  private sync(room: RoomStore): TemplateResult {
    const offline = !room.connected;
    const words = offline ? "Offline" : room.saving === "saved" ? "Saved" : "Saving…";
    const icon = offline ? "i-wifi-off" : room.saving === "saved" ? "i-cloud-check" : "i-refresh-cw";
    return html`<span class="sync" data-state=${offline ? "offline" : room.saving === "saved" ? "saved" : "saving"}><i class="icon ${icon}" aria-hidden="true"></i>${words}</span>`;
  }

  private tabs(): TemplateResult[] {
    return TABS.map(
      ([key, icon, title]) =>
        html`<a href="/w/${this.route.room}/${key}" aria-current=${this.route.page === key ? "page" : nothing}><i class="icon ${icon}" aria-hidden="true"></i>${title}</a>`,
    );
  }

  private tabbar(): TemplateResult {
    return html`<nav class="tabbar on-phone noprint" aria-label="Workshop pages">${this.tabs()}</nav>`;
  }

  /** In a rehearsal: whom the facilitator is being, and the way back. */
  private pretending(room: RoomStore): TemplateResult | typeof nothing {
    const me = room.items("me", "me")[0];
    if (!me?.fields?.pretend) return nothing;
    return html`<div class="message tone-blue noprint"><i class="icon i-eye" aria-hidden="true"></i><div><strong>Rehearsal: you are seeing this as ${text(me, "name")}, who is pretend.</strong> <a href="/plan/${room.id}/rehearse/">Back to being the facilitator</a></div></div>`;
  }

  private offline(room: RoomStore): TemplateResult | typeof nothing {
    if (room.connected || room.stopped) return nothing;
    const safe = room.pending === 1 ? "1 change is safe" : `${room.pending} changes are safe`;
    return html`<div class="message tone-yellow" role="status"><i class="icon i-wifi-off" aria-hidden="true"></i><div><strong>You’re offline. Carry on.</strong> ${room.pending ? `${safe} on this device and will go to the server when you’re back.` : "What you write is kept on this device until you’re back."}</div></div>`;
  }

  private stopped(room: RoomStore): TemplateResult | typeof nothing {
    if (!room.stopped) return nothing;
    return html`<div class="message tone-pink" role="alert"><i class="icon i-circle-alert" aria-hidden="true"></i><div><strong>${room.stopped.reason}</strong> <a href="/back/">Come back with your six words</a>, or <button class="btn btn--tight" @click=${() => location.reload()}>reload this page</button></div></div>`;
  }

  private failure(): TemplateResult {
    return html`<main id="main" class="page page--form stack"><h1>You’re not in this workshop here</h1><p class="lead">${this.failed}</p>
      <a class="btn btn--primary" href="/">Join with the code</a><a class="btn" href="/back/">Come back with your six words</a>
      <a class="btn btn--quiet" href="/account/login/?next=${encodeURIComponent(location.pathname)}">Facilitators sign in</a></main>`;
  }

  private page(room: RoomStore): TemplateResult {
    const { page, key } = this.route;
    if (page === "console") return html`<cw-console .room=${room}></cw-console>`;
    if (page === "review") return html`<cw-review .room=${room} .activity=${key}></cw-review>`;
    if (page === "group") return html`<cw-group .room=${room}></cw-group>`;
    if (page === "activity") return html`<cw-activity .room=${room} .activity=${key}></cw-activity>`;
    if (page === "scenario") return html`<cw-scenario .room=${room} .step=${key}></cw-scenario>`;
    if (page === "portfolio") return html`<cw-portfolio .room=${room}></cw-portfolio>`;
    if (page === "log") return html`<cw-log .room=${room}></cw-log>`;
    if (page === "wall") return html`<cw-wall .room=${room} .activity=${key}></cw-wall>`;
    if (page === "together") return html`<cw-together .room=${room} .activity=${key}></cw-together>`;
    return html`<cw-today .room=${room}></cw-today>`;
  }
}
customElements.define("cw-app", CwApp);

/** A date as it is written: Thursday 12 March 2026. */
function longDate(iso: string): string {
  if (!iso) return "";
  const words = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return words.format(new Date(`${iso}T12:00:00Z`)).replace(",", "");
}
