/** The app of a room: opens the room on this device, draws the bar, the page that the address names, and what went wrong. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import "./pages/today";
import "./pages/group";
import "./pages/meeting";
import "./pages/activity";
import "./pages/scenario";
import "./pages/portfolio";
import "./pages/library";
import "./pages/log";
import "./pages/rating";
import "./pages/wall";
import "./pages/together";
import { longDay } from "./parts/days";
import { unsaved } from "./parts/drafts";
import { faces, othersHere } from "./parts/faces";
import { libraryTitle } from "./parts/library";
import { meetingIn } from "./parts/meeting";
import { messagesFor } from "./parts/messages";
import "./parts/private-notes";
import { countdown, remaining, text } from "./parts/room-element";
import { addressOf, type Route, routeOf } from "./parts/routes";
import { activityNow, stateOf, takesWords } from "./parts/segments";
import type { Sheet } from "./store/api";
import { openRoom, type RoomStore } from "./store/room";

/** Milliseconds after opening in which a server that has not answered counts as slow, not as out of reach. */
const CONNECTING = 6000;
const TABS: [string, string, string][] = [
  ["today", "i-calendar", "Today"],
  ["group", "i-layout-grid", "My group"],
  ["scenario", "i-pencil", "Scenario"],
  ["log", "i-lock", "My log"],
];
/** On a phone the four tabs fill the bar; the way to the library is on Today. */
const LIBRARY: [string, string, string] = ["library", "i-book-open", "Library"];
/** Pages of work that a person may want to write a private note beside. */
const NOTED = ["activity", "scenario", "together", "wall", "group"];
/** Milliseconds for which a message is shown on every page. */
const FRESH = 30 * 60_000;
const TITLES: Record<string, string> = {
  ...Object.fromEntries(TABS.map(([key, , title]) => [key, title])),
  portfolio: "Portfolio",
  console: "Facilitator console",
  screen: "Big screen",
  review: "Review",
  "typing-in": "Type in",
};

/** In a tab's storage while it has been loaded anew because a part of the page was missing. */
const AGAIN = "cw-again";

/**
 * Whether a part of the page could not be loaded, for the first time: after the server was renewed, a page that the
 * worker kept asks for parts of its own age. By the next loading the worker has the new page.
 */
function isOlder(error: unknown): boolean {
  if (!(error instanceof TypeError && error.message.includes("module")) || sessionStorage.getItem(AGAIN)) return false;
  sessionStorage.setItem(AGAIN, "1");
  return true;
}

export class CwApp extends LitElement {
  private route: Route = routeOf(location.pathname, location.search);
  private room: RoomStore | null = null;
  /** Whether this is a tablet that goes from hand to hand. */
  private going = false;
  private failed = "";
  private said = "";
  /** The activity that was on when this page was come to, or that the person stayed away from. */
  private knownNow: string | undefined;
  private readonly opened = Date.now();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", () => void this.move());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    document.addEventListener("click", (event) => this.follow(event));
    setInterval(() => this.room && remaining(this.room) && this.requestUpdate(), 1000);
    addEventListener("cw-say", (event) => this.say((event as CustomEvent<string>).detail));
    void this.open();
  }

  private async open(): Promise<void> {
    const { room, role, page } = this.route;
    try {
      if (page === "tablet") {
        await import("./pages/tablet");
        this.going = true;
        this.requestUpdate();
        return;
      }
      if (role === "facilitator")
        await import("./pages/console").then(() =>
          Promise.all([import("./pages/review"), import("./pages/typing-in")]),
        );
      if (role === "screen") await import("./pages/screen");
      this.room = await openRoom(room, role);
      this.room.subscribe(() => this.changed());
      sessionStorage.removeItem(AGAIN);
    } catch (error) {
      if (isOlder(error)) return location.reload();
      this.failed = error instanceof Error ? error.message : String(error);
    }
    this.requestUpdate();
  }

  /** A page that was cleared away, or is opened by somebody else than the last time on this device, is opened again. */
  private changed(): void {
    const code = this.room?.stopped?.code;
    if (code === "cleared" || (code === "member" && !this.room?.heard)) location.reload();
    else this.requestUpdate();
  }

  /** Takes the address as it is now; another room or role is opened anew. */
  private async move(): Promise<void> {
    const next = routeOf(location.pathname, location.search);
    if (next.room !== this.route.room || next.role !== this.route.role) {
      location.reload();
      return;
    }
    this.route = next;
    this.knownNow = undefined;
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
    if (this.going) return this.handRound();
    if (!room) return html`<main id="main" class="page page--form"><p role="status">Opening the workshop…</p></main>`;
    document.title = `${this.title_()} – Commonweal`;
    if (this.route.page === "screen") return html`<cw-screen .room=${room}></cw-screen>`;
    const wide =
      this.route.role === "facilitator" ||
      ["activity", "together", "scenario", "wall", "portfolio", "library", "log", "rating"].includes(this.route.page);
    return html`<a class="skip" href="#main">Skip to main content</a>${this.bar(room)}
      <main id="main" class="page ${wide ? "page--wide" : "page--form"} stack">
        ${this.pretending(room)} ${this.stopped(room)} ${this.closed(room)} ${this.offline(room)} ${this.message(room)} ${this.onward(room)} <cw-drafts .room=${room}></cw-drafts> ${this.page(room)}
        ${this.route.role === "participant" && NOTED.includes(this.route.page) ? html`<cw-private-notes .room=${room}></cw-private-notes>` : nothing}
      </main>
      <p class="sr" role="status" aria-live="polite">${this.said}</p>
      ${this.route.role === "participant" && this.route.page !== "rating" ? this.tabbar() : nothing}`;
  }

  /** A tablet that is handed round: no room is opened on it, and there is no way from it to anybody's pages. */
  private handRound(): TemplateResult {
    return html`<header class="topbar noprint"><span class="mark"><img src="/static/commonweal/logo.svg" alt=""></span><div class="topbar__title">Hand-round<small>One person at a time</small></div></header>
      <main id="main" class="page page--wide"><cw-tablet .room=${this.route.room}></cw-tablet></main>`;
  }

  private title_(): string {
    const { room, page, key } = this.route;
    if (page === "library") return libraryTitle(room, key);
    if (page === "scenario" && key === "share") return "Check for names";
    const activity = this.room?.items("room", "activity").find((one) => one.id === key);
    return activity ? text(activity, "title") : (TITLES[page] ?? "Workshop");
  }

  private bar(room: RoomStore): TemplateResult {
    const info = room.items("room", "info")[0];
    const facilitates = this.route.role === "facilitator";
    const left = remaining(room);
    const code = text(room.items("screen", "screen")[0], "code");
    return html`<header class="topbar noprint"><a class="mark" href="/w/${room.id}/${facilitates ? "console" : "today"}" aria-label="Commonweal, ${facilitates ? "console" : "today"}"><img src="/static/commonweal/logo.svg" alt=""></a>
      ${this.barTitle(room, text(info, "title"))}
      <nav class="on-laptop" aria-label="Workshop">${facilitates ? html`<a href="/plan/">Workshops</a>` : nothing}${this.tabs(facilitates ? [LIBRARY] : [...TABS, LIBRARY])}</nav>
      <div class="row end nowrap">${facilitates && code ? html`<span class="row on-laptop">Code <span class="code">${code.slice(0, 4)} ${code.slice(4)}</span></span>` : nothing}
      ${facilitates ? this.calls(room) : nothing}${left && !facilitates ? html`<span class="row timed"><i class="icon i-timer" aria-hidden="true"></i><strong class="num">${countdown(left.seconds)}</strong></span>` : nothing}${faces(this.sheet(room))}${this.sync(room)}</div></header>`;
  }

  /** What the page is and whose; on Today and for whoever facilitates, the workshop. */
  private barTitle(room: RoomStore, workshop: string): TemplateResult {
    const { role, page, key } = this.route;
    const others = othersHere(this.sheet(room));
    const named = (title: string, small: string) =>
      html`<div class="topbar__title">${title}<small>${others ? html`<span class="on-phone">${others} · </span>` : nothing}${small}</small></div>`;
    if (role === "facilitator") return named(workshop, `Facilitator · ${peopleHere(room)}`);
    if (page === "today") return named(workshop, longDay(text(room.items("room", "info")[0], "date")));
    const activity = room.items("room", "activity").find((one) => one.id === key);
    const mine = text(room.items("me", "me")[0], "group");
    const group = room.items("room", "group").find((one) => one.id === mine);
    const ours = page === "group" || text(activity, "holder") === "group";
    return named(this.title_(), (ours && text(group, "name")) || workshop);
  }

  /** The sheet that the page is about, where others can be on it as well. */
  private sheet(room: RoomStore): Sheet | null {
    const { role, page, key } = this.route;
    if (role !== "participant" || !["activity", "scenario"].includes(page)) return null;
    const id = page === "scenario" ? "w6" : key;
    const holder = text(
      room.items("room", "activity").find((one) => one.id === id),
      "holder",
    );
    const sheet = room.sheetFor(id);
    return holder === "person" && !sheet?.people.length ? null : sheet;
  }

  /** How many wait for help: a way to them from wherever the facilitator is. */
  private calls(room: RoomStore): TemplateResult | typeof nothing {
    const waiting = room.items("desk", "help").filter((one) => !one.fields?.answered).length;
    if (!waiting) return nothing;
    return html`<a class="btn btn--tight" href="/w/${room.id}/console#help"><i class="icon i-hand" aria-hidden="true"></i> ${waiting === 1 ? "1 needs help" : `${waiting} need help`}</a>`;
  }

  /** Whether the page has just been opened and the server has not answered yet: slow is not offline. */
  private connecting(room: RoomStore): boolean {
    const young = Date.now() - this.opened < CONNECTING;
    if (young) setTimeout(() => this.requestUpdate(), CONNECTING - (Date.now() - this.opened) + 50);
    return young && !room.connected && !room.stopped && navigator.onLine && room.transport === "none";
  }

  private sync(room: RoomStore): TemplateResult {
    if (this.connecting(room))
      return html`<span class="sync" data-state="saving"><i class="icon i-refresh-cw" aria-hidden="true"></i><span>Connecting…</span></span>`;
    const [state, icon, words] = this.synced(room);
    return html`<span class="sync" data-state=${state}><i class="icon ${icon}" aria-hidden="true"></i><span>${words}</span></span>`;
  }

  /** What waits for its writer is not saved either. */
  private synced(room: RoomStore): [state: string, icon: string, words: string] {
    if (!room.connected) return ["offline", "i-wifi-off", "Offline"];
    if (room.saving !== "saved") return ["saving", "i-refresh-cw", "Saving…"];
    return unsaved(room) ? ["offline", "i-pencil", "Not all saved"] : ["saved", "i-cloud-check", "Saved"];
  }

  private tabs(tabs: [string, string, string][]): TemplateResult[] {
    const as = this.route.role === "facilitator" ? "?as=facilitator" : "";
    return tabs.map(
      ([key, icon, title]) =>
        html`<a href="/w/${this.route.room}/${key}${as}" aria-current=${this.route.page === key ? "page" : key === "group" && this.isOurs() ? "true" : nothing}><i class="icon ${icon}" aria-hidden="true"></i>${title}</a>`,
    );
  }

  /** Whether the page is about what one's group, or one's pair, works on together. */
  private isOurs(): boolean {
    const { page, key } = this.route;
    const activity = this.room?.items("room", "activity").find((one) => one.id === key);
    return ["activity", "together"].includes(page) && ["group", "pair"].includes(text(activity, "holder"));
  }

  private tabbar(): TemplateResult {
    return html`<nav class="tabbar on-phone noprint" aria-label="Workshop pages">${this.tabs(TABS)}</nav>`;
  }

  /** In a rehearsal: whom the facilitator is being, and the way back. */
  private pretending(room: RoomStore): TemplateResult | typeof nothing {
    const me = room.items("me", "me")[0];
    if (!me?.fields?.pretend) return nothing;
    return html`<div class="message tone-blue noprint"><i class="icon i-eye" aria-hidden="true"></i><div><strong>Rehearsal: you are seeing this as ${text(me, "name")}, who is pretend.</strong> <a href="/plan/${room.id}/rehearse/">Back to being the facilitator</a></div></div>`;
  }

  private offline(room: RoomStore): TemplateResult | typeof nothing {
    if (room.connected || room.stopped || this.connecting(room)) return nothing;
    const safe = room.pending === 1 ? "1 change is safe" : `${room.pending} changes are safe`;
    return html`<div class="message tone-yellow" role="status"><i class="icon i-wifi-off" aria-hidden="true"></i><div><strong>You’re offline. Carry on.</strong> ${room.pending ? `${safe} on this device and will go to the server when you’re back.` : "What you write is kept on this device until you’re back."}</div></div>`;
  }

  private closed(room: RoomStore): TemplateResult | typeof nothing {
    const state = text(room.items("room", "info")[0], "state");
    if (!state || state === "open" || this.route.role !== "participant") return nothing;
    const log = room.items("room", "activity").find((one) => text(one, "segment") === "after");
    const open = log !== undefined && takesWords(room, log);
    return html`<div class="message tone-yellow"><i class="icon i-lock" aria-hidden="true"></i><div><strong>This workshop is ${state}.</strong> You can read everything.${open ? " Your log stays open for writing." : ""}</div></div>`;
  }

  private stopped(room: RoomStore): TemplateResult | typeof nothing {
    if (!room.stopped) return nothing;
    return html`<div class="message tone-pink" role="alert"><i class="icon i-circle-alert" aria-hidden="true"></i><div><strong>${room.stopped.reason}</strong> <a href="/back/">Come back with your six words</a>, or <button class="btn btn--tight" @click=${() => location.reload()}>reload this page</button></div></div>`;
  }

  /** The facilitator's latest message, wherever somebody is, until they have read it; Today shows them all. */
  private message(room: RoomStore): TemplateResult | typeof nothing {
    if (this.route.role !== "participant" || ["today", "screen"].includes(this.route.page)) return nothing;
    const last = messagesFor(room)[0];
    const place = `cw-read ${room.id} ${room.member}`;
    const sent = Date.parse(text(last, "sent"));
    if (!last || sessionStorage.getItem(place) === last.id || Date.now() + room.clockSkew - sent > FRESH)
      return nothing;
    const read = (): void => {
      sessionStorage.setItem(place, last.id);
      this.requestUpdate();
    };
    return html`<div class="message tone-blue noprint" role="status"><i class="icon i-megaphone" aria-hidden="true"></i><div class="row"><span class="grow"><strong>${text(last, "from")}:</strong> ${text(last, "text")}</span> <button class="btn btn--tight" @click=${read}>Got it</button></div></div>`;
  }

  /** When another activity is on now, the way to it: nobody is pulled off the page that they write on. */
  private onward(room: RoomStore): TemplateResult | typeof nothing {
    if (this.route.role !== "participant" || ![...NOTED, "rating", "log"].includes(this.route.page)) return nothing;
    const now = activityNow(room);
    this.knownNow ??= now?.id ?? (room.items("room", "info").length ? "" : undefined);
    if (!now || now.id === this.knownNow || stateOf(room, now) !== "open") return nothing;
    const address = addressOf(room, now);
    if (address === location.pathname) return nothing;
    const stay = (): void => {
      this.knownNow = now.id;
      this.requestUpdate();
    };
    return html`<div class="message tone-pink noprint" role="status"><i class="icon i-arrow-right" aria-hidden="true"></i><div class="row"><span class="message__words"><strong>${text(now, "title")}</strong> is on now. What you wrote here is kept.</span> <a class="btn btn--tight btn--primary" href=${address}>Go there</a> <button class="btn btn--tight" @click=${stay}>Stay here</button></div></div>`;
  }

  private failure(): TemplateResult {
    return html`<main id="main" class="page page--form stack"><h1>You’re not in this workshop here</h1><p class="lead">${this.failed}</p>
      <a class="btn btn--primary" href="/">Join with the code</a><a class="btn" href="/back/">Come back with your six words</a>
      <a class="btn btn--quiet" href="/account/login/?next=${encodeURIComponent(location.pathname)}">Facilitators sign in</a></main>`;
  }

  /** Nothing of the workshop has come to this device yet. */
  private empty(room: RoomStore): TemplateResult {
    if (room.connected || this.connecting(room)) return html`<p role="status">Opening the workshop…</p>`;
    return html`<h1>Nothing here yet</h1><p role="status">This device has not had the workshop’s pages before. Leave this page open: they come when you are connected.</p>`;
  }

  private page(room: RoomStore): TemplateResult {
    const { page, key } = this.route;
    if (!room.items("room", "info").length) return this.empty(room);
    if (page === "console") return html`<cw-console .room=${room}></cw-console>`;
    if (page === "review") return html`<cw-review .room=${room} .activity=${key}></cw-review>`;
    if (page === "typing-in") return html`<cw-typing-in .room=${room} .sheetId=${key}></cw-typing-in>`;
    if (page === "group") return html`<cw-group .room=${room}></cw-group>`;
    const activity = room.items("room", "activity").find((one) => one.id === key);
    if (page === "activity" && meetingIn(activity))
      return html`<cw-meeting-page .room=${room} .activity=${key}></cw-meeting-page>`;
    if (page === "activity") return html`<cw-activity .room=${room} .activity=${key}></cw-activity>`;
    if (page === "scenario") return html`<cw-scenario .room=${room} .step=${key}></cw-scenario>`;
    if (page === "portfolio") return html`<cw-portfolio .room=${room}></cw-portfolio>`;
    if (page === "library") return html`<cw-library .room=${room} .key=${key}></cw-library>`;
    if (page === "log") return html`<cw-log .room=${room} .activity=${key || "w8"}></cw-log>`;
    if (page === "wall") return html`<cw-wall .room=${room} .activity=${key}></cw-wall>`;
    if (page === "rating")
      return html`<cw-rating-page .room=${room} .activity=${key} .facilitates=${this.route.role === "facilitator"}></cw-rating-page>`;
    if (page === "together") return html`<cw-together .room=${room} .activity=${key}></cw-together>`;
    return html`<cw-today .room=${room}></cw-today>`;
  }
}
customElements.define("cw-app", CwApp);

/** Participants whose devices are connected, as the console's bar says it. */
function peopleHere(room: RoomStore): string {
  const people = room.items("desk", "person").filter((one) => text(one, "role") === "participant");
  const here = people.filter((one) => room.present().has(one.id)).length;
  return here === 1 ? "1 person here" : `${here} people here`;
}
