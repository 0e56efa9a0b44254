// For tests only: browsers around the test server, with tabs, locks and a network that can be cut, held or slowed.

import type { FromClient, FromServer, Hello } from "./messages";
import type { Socket, Surroundings, Tabs, Timing } from "./surroundings";
import type { Link, TestServer } from "./test-server";

/** Waits that a test can afford. */
export const QUICK: Timing = {
  ping: 5000,
  pong: 3000,
  watch: 1000,
  answer: 2000,
  poll: 5,
  retry: [1, 4],
  socketAgain: 60_000,
  at: 5,
  keep: 2,
  push: 0,
  leader: 3000,
  rows: 20,
  beat: 5000,
  page: 20,
};

let names = 0;

/** One browser of one member: its tabs share a database, locks and a channel; its network can be cut. */
export class TestBrowser {
  online = true;
  /** False where a proxy lets no socket through. */
  sockets = true;
  /** While true, what either side sends waits. */
  held = false;
  /** Milliseconds that the next message takes; 0 is at once. */
  latency: () => number = () => 0;
  /** Pushes of ended conversations that have not arrived yet. */
  limbo: (() => void)[] = [];
  secure = true;
  visible = true;
  timing: Timing = { ...QUICK };
  requests = 0;
  readonly database = `test ${++names}`;
  private readonly open = new Set<TestSocket>();
  private readonly tabs = new Set<TestTabs>();
  private readonly wakes = new Set<() => void>();
  private readonly locks = new TestLocks();
  /** Whether pages can read who the browser is let in as; those that joined long ago cannot. */
  readable = true;
  /** Whether the shelf takes nothing more. */
  full = false;
  /** What the browser keeps for good. */
  readonly shelf = new Map<string, string>();
  /** Whether the server says that a phrase is the right one. */
  rightPhrase = true;

  constructor(
    readonly server: TestServer,
    public member: string,
  ) {}

  /** What a new tab has around it. */
  tab(session: Map<string, string> = new Map()): Surroundings {
    const stored = this.shelf;
    return {
      timing: this.timing,
      database: this.database,
      fetch: (path, init) => this.fetch(path, init),
      socket: () => this.connect(),
      locks: this.secure ? (this.locks as unknown as LockManager) : null,
      tabs: () => new TestTabs(this.tabs),
      visible: () => this.visible,
      onWake: (wake) => {
        this.wakes.add(wake);
        return () => this.wakes.delete(wake);
      },
      shelf: {
        getItem: (key) => this.shelf.get(key) ?? null,
        setItem: (key, value) => {
          if (this.full) throw new DOMException("full", "QuotaExceededError");
          this.shelf.set(key, value);
        },
        removeItem: (key) => void this.shelf.delete(key),
        key: (index) => [...this.shelf.keys()][index] ?? null,
        get length() {
          return stored.size;
        },
      },
      onShelf: () => () => undefined,
      here: () => (this.readable ? this.member : ""),
      session: { getItem: (key) => session.get(key) ?? null, setItem: (key, value) => void session.set(key, value) },
      frame: (work) => setTimeout(work, 0),
    };
  }

  /** Cuts the network: nothing more arrives, on either side. */
  cut(): void {
    this.online = false;
    this.drop();
  }

  /** Ends the open sockets. With `late`, what was on its way to the server waits in `limbo` and arrives all the same. */
  drop(late = false): void {
    for (const socket of [...this.open]) socket.cut(late);
    this.open.clear();
  }

  back(): void {
    this.online = true;
    for (const wake of this.wakes) wake();
  }

  /** Lets through what was held. */
  release(): void {
    this.held = false;
    for (const socket of this.open) socket.flush();
  }

  /** Lets pushes of ended conversations arrive. */
  arrive(): void {
    for (const push of this.limbo.splice(0)) push();
  }

  /** Lets one held message through, from the side that has waited longest or the given one. */
  step(side: "up" | "down"): void {
    for (const socket of this.open) socket.step(side);
  }

  private connect(): TestSocket {
    const socket = new TestSocket(this);
    if (this.online && this.sockets) this.open.add(socket);
    socket.begin(this.online && this.sockets);
    return socket;
  }

  private async fetch(path: string, init?: RequestInit): Promise<Response> {
    this.requests += 1;
    await Promise.resolve();
    if (!this.online) throw new TypeError("Failed to fetch");
    if (!this.member)
      return Response.json({ error: "You are not in this workshop.", code: "removed" }, { status: 403 });
    const { server, member } = this;
    if (path.includes("/self")) {
      return Response.json({ member, epoch: server.epoch, name: member, role: "participant" });
    }
    if (path.includes("/ticket")) return Response.json({ ticket: "t" });
    if (path.endsWith("/check_phrase")) return Response.json({ ok: true, right: this.rightPhrase });
    if (path.includes("/do/")) return Response.json({ ok: path.endsWith("/good"), error: "No." });
    return Response.json(this.exchange(JSON.parse(String(init?.body)) as FromClient[]));
  }

  private exchange(messages: FromClient[]): FromServer[] {
    const answers: FromServer[] = [];
    const hello = messages.find((message): message is Hello => message.t === "hello");
    const { member, server } = this;
    const link: Link = { member, device: hello?.device ?? "", held: new Map(), send: (answer) => answers.push(answer) };
    const pushes = messages.filter((message) => message.t === "push");
    for (const message of [...pushes, ...messages.filter((other) => other.t !== "push")]) server.take(link, message);
    server.links.delete(link);
    return structuredClone(answers);
  }
}

class TestSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  private up: string[] = [];
  private down: string[] = [];
  private over = false;
  private readonly link: Link;

  constructor(private readonly browser: TestBrowser) {
    const send = (message: FromServer) => this.queue("down", JSON.stringify(message));
    this.link = { member: browser.member, device: "", held: new Map(), send };
  }

  begin(works: boolean): void {
    queueMicrotask(() => (works ? this.onopen?.() : this.close()));
  }

  send(data: string): void {
    this.queue("up", data);
  }

  private queue(side: "up" | "down", data: string): void {
    if (this.over) return;
    this[side].push(data);
    const arrive = () => !this.browser.held && this.step(side);
    const wait = this.browser.latency();
    if (wait > 0) setTimeout(arrive, wait);
    else queueMicrotask(arrive);
  }

  step(side: "up" | "down"): void {
    const data = this[side].shift();
    if (data === undefined || this.over) return;
    if (side === "down") this.onmessage?.({ data });
    else this.browser.server.take(this.link, JSON.parse(data) as FromClient);
  }

  flush(): void {
    while (!this.over && this.up.length) this.step("up");
    while (!this.over && this.down.length) this.step("down");
  }

  cut(late: boolean): void {
    const waiting = late ? this.up : [];
    this.close();
    const { server } = this.browser;
    server.links.delete(this.link);
    for (const data of waiting) {
      const message = JSON.parse(data) as FromClient;
      const silent = { ...this.link, send: () => undefined };
      if (message.t === "push") this.browser.limbo.push(() => void server.push(silent, message.changes));
    }
  }

  close(): void {
    if (this.over) return;
    this.over = true;
    this.browser.server.links.delete(this.link);
    queueMicrotask(() => this.onclose?.());
  }
}

class TestTabs implements Tabs {
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(private readonly all: Set<TestTabs>) {
    all.add(this);
  }

  postMessage(message: unknown): void {
    for (const other of this.all) {
      if (other === this) continue;
      const data = structuredClone(message);
      queueMicrotask(() => this.all.has(other) && other.onmessage?.({ data }));
    }
  }

  close(): void {
    this.all.delete(this);
  }
}

/** Exclusive locks by name. */
class TestLocks {
  private readonly all = new Map<string, TestLock>();

  request(name: string, ...rest: [LockOptions, () => Promise<void>] | [() => Promise<void>]): Promise<void> {
    const lock = this.all.get(name) ?? new TestLock();
    this.all.set(name, lock);
    return rest.length === 1 ? lock.request({}, rest[0]) : lock.request(...rest);
  }
}

/** One lock, with a queue and with stealing. */
class TestLock {
  private holder: { lost: (error: Error) => void } | null = null;
  private queue: (() => void)[] = [];

  async request(options: LockOptions, work: () => Promise<void>): Promise<void> {
    if (options.steal && this.holder) {
      this.holder.lost(new DOMException("stolen", "AbortError"));
      this.holder = null;
    }
    if (this.holder) await this.turn(options.signal);
    const stolen = new Promise<void>((_, lost) => {
      this.holder = { lost };
    });
    const mine = this.holder;
    try {
      await Promise.race([work(), stolen]);
    } finally {
      if (this.holder === mine) {
        this.holder = null;
        this.queue.shift()?.();
      }
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((granted, aborted) => {
      this.queue.push(granted);
      signal?.addEventListener("abort", () => {
        this.queue = this.queue.filter((other) => other !== granted);
        aborted(new DOMException("left", "AbortError"));
      });
    });
  }
}
