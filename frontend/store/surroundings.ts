// What the store takes from its browser, in one place: the network, locks, other tabs, and how long it waits for what.

import type { Shelf } from "./keys";

export interface Timing {
  /** Milliseconds between pings on a quiet socket. */
  ping: number;
  /** A ping unanswered for so long means that the socket is dead; with `ping`, under the promised ten seconds. */
  pong: number;
  /** How often the watch looks. */
  watch: number;
  /** A ticket, a greeting or an exchange that takes longer has failed. */
  answer: number;
  /** Between polls over HTTP while the page is visible. */
  poll: number;
  /** First and longest pause before the next attempt. */
  retry: [number, number];
  /** While HTTP serves, the socket is tried again after so long. */
  socketAgain: number;
  /** Least time between two words about where one is. */
  at: number;
  /** How long what the server said may wait to be stored. */
  keep: number;
  /** Least time between two pushes. */
  push: number;
  /** How long another tab may take to answer before it is taken for frozen. */
  leader: number;
  /** How long another tab may take to store rows before the database is looked at. */
  rows: number;
  /** Without locks: how often a tab says that its outbox is in use; after four times it may be taken over. */
  beat: number;
  /** How long a page that ended may take to be known to have ended. */
  page: number;
}

export const TIMING: Timing = {
  ping: 5000,
  pong: 3000,
  watch: 1000,
  answer: 8000,
  poll: 2000,
  retry: [500, 10_000],
  socketAgain: 60_000,
  at: 2000,
  keep: 300,
  push: 30,
  leader: 3000,
  rows: 1000,
  beat: 5000,
  page: 500,
};

/** As much of a WebSocket as is used. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

/** As much of a BroadcastChannel as is used. */
export interface Tabs {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

export interface Surroundings {
  timing: Timing;
  database: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  socket(path: string): Socket;
  /** Absent on plain http. */
  locks: LockManager | null;
  tabs(name: string): Tabs | null;
  visible(): boolean;
  /** Calls back when there may be a network again or somebody turns to the page again; returns a function that stops it. */
  onWake(wake: () => void): () => void;
  /** What this device keeps for good, such as the keys of sealed sheets. */
  shelf: Shelf;
  /** Calls back when another tab put something on the shelf; returns a function that stops it. */
  onShelf(changed: () => void): () => void;
  /** The participant that this browser was last let in to a room as; empty where it is not known. */
  here(room: string): string;
  /** What this tab keeps over a reload. */
  session: Pick<Storage, "getItem" | "setItem">;
  /** Calls back before the next picture. */
  frame(work: () => void): void;
}

/** The browser's own. */
export function browser(): Surroundings {
  return {
    timing: TIMING,
    database: "commonweal",
    fetch: (path, init) => fetch(path, init),
    socket: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, "ws"))),
    locks: navigator.locks ?? null,
    tabs: (name) => (typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name)),
    visible: () => document.visibilityState === "visible",
    onWake,
    shelf: localStorage,
    onShelf,
    here: (room) => new RegExp(`(?:^|; )cwm-${room}=(m\\d+)`).exec(document.cookie)?.[1] ?? "",
    session: sessionStorage,
    frame: (work) => (document.hidden ? setTimeout(work, 50) : requestAnimationFrame(work)),
  };
}

function onShelf(changed: () => void): () => void {
  const stopping = new AbortController();
  addEventListener("storage", changed, { signal: stopping.signal });
  return () => stopping.abort();
}

function onWake(wake: () => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const seen = () => document.visibilityState === "visible" && wake();
  document.addEventListener("visibilitychange", seen, { signal });
  for (const event of ["online", "offline", "pageshow", "focus"]) addEventListener(event, wake, { signal });
  return () => stopping.abort();
}
