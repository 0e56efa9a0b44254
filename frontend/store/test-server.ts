// For tests only: a room's server in memory, with the naive meaning of each message, and browsers around it that can be cut off.

import { merge } from "./merging";
import type { At, Change, Edit, FromClient, FromServer, Hello, Item, Refusal, Stop } from "./messages";
import type { Socket, Surroundings, Tabs, Timing } from "./surroundings";

/** An entry as the server has it. */
interface Stored extends Item {
  sheet: string;
  removed: boolean;
  author: string;
}

interface Link {
  member: string;
  device: string;
  send(message: FromServer): void;
  held: Map<string, number>;
}

interface Device {
  last: number;
  refused: Refusal[];
}

export class TestServer {
  epoch = "e1";
  seq = 10;
  readonly entries = new Map<string, Stored>();
  /** Structural channels, such as room and me of each member ("me m1"). */
  readonly structure = new Map<string, Item[]>();
  /** What each member may see: channel to stamp. */
  readonly granted = new Map<string, Map<string, number>>();
  readonly devices = new Map<string, Device>();
  readonly links = new Set<Link>();
  /** Every change that was applied, in order. */
  readonly applied: Change[] = [];
  readonly places: At[] = [];
  /** Says why a change is refused, if it is. */
  refuse: (change: Change, member: string) => { code: string; reason: string } | null = () => null;
  /** Something the server cannot read. */
  unreadable: (message: FromClient) => boolean = () => false;

  // --- what happens in the room ------------------------------------------------------------------------------------

  grant(member: string, ...channels: string[]): void {
    const found = this.granted.get(member) ?? new Map<string, number>();
    for (const ch of channels) found.set(ch, ++this.seq);
    this.granted.set(member, found);
    this.regrant(member, { add: channels, drop: [] });
  }

  withdraw(member: string, ch: string): void {
    this.granted.get(member)?.delete(ch);
    this.seq += 1;
    this.regrant(member, { add: [], drop: [ch] });
  }

  private regrant(member: string, { add, drop }: { add: string[]; drop: string[] }): void {
    for (const link of this.links) {
      if (link.member !== member) continue;
      link.held = new Map(this.granted.get(member));
      const gained = add.map((ch) => this.channel(member, ch, 0));
      link.send({ t: "channels", seq: this.seq, add: gained, drop });
    }
  }

  /** Puts items into a structural channel. */
  tell(ch: string, ...items: Omit<Item, "seq">[]): void {
    this.seq += 1;
    const numbered = items.map((item) => ({ ...item, seq: this.seq }));
    const rest = (this.structure.get(ch) ?? []).filter((old) => !items.some((item) => item.id === old.id));
    this.structure.set(ch, [...rest, ...numbered]);
    this.sendFrames(ch.split(" ")[0] ?? ch, numbered);
  }

  /** A change by somebody else, straight into the room. */
  change(member: string, change: Change): void {
    const refusal = this.apply(member, change);
    if (refusal) throw new Error(refusal.reason);
  }

  presence(sheet: string, here: [string, string, string][]): void {
    this.sendFrames(`${sheet}/inside`, undefined, here);
  }

  stop(stop: Omit<Stop, "t">): void {
    for (const link of [...this.links]) link.send({ t: "stop", ...stop });
    this.links.clear();
  }

  /** What stands on a sheet. */
  standing(sheet: string): Map<string, Stored> {
    return new Map([...this.entries].filter(([, entry]) => entry.sheet === sheet && !entry.removed));
  }

  // --- conversations -----------------------------------------------------------------------------------------------

  /** Takes one message from a link; says whether the conversation goes on. */
  take(link: Link, message: FromClient): boolean {
    if (this.unreadable(message)) return this.halt(link, "malformed", "The server could not read this.");
    if (message.t === "hello") return this.welcome(link, message);
    if (message.t === "ping") link.send({ t: "pong", now: Date.now() });
    else if (message.t === "at") this.places.push(message);
    else return this.push(link, message.changes);
    return true;
  }

  private halt(link: Link, code: string, reason: string, epoch = ""): boolean {
    link.send({ t: "stop", code, reason, epoch });
    this.links.delete(link);
    return false;
  }

  private welcome(link: Link, hello: Hello): boolean {
    link.device = hello.device;
    if (hello.member !== link.member) return this.halt(link, "member", "Somebody else is signed in.");
    if (hello.epoch && hello.epoch !== this.epoch) return this.halt(link, "epoch", "Restored.", this.epoch);
    const { last, refused } = this.device(link);
    link.held = new Map(this.granted.get(link.member));
    const channels = [...link.held].map(([ch, stamp]) => {
      const had = hello.have?.[ch];
      return this.channel(link.member, ch, had && had[0] === stamp ? had[1] : 0);
    });
    this.links.add(link);
    const { epoch, seq } = this;
    const now = Date.now();
    link.send({ t: "welcome", v: 1, epoch, member: link.member, seq, now, acked: last, channels, refused });
    return true;
  }

  push(link: Link, changes: Change[]): boolean {
    const device = this.device(link);
    const gap = changes.some((change, index) => change.n > device.last + 1 && change.n !== changes[index - 1]?.n);
    const first = Math.min(...changes.map((change) => change.n));
    const frames: (() => void)[] = [];
    for (const change of changes) {
      if (change.n !== device.last + 1) continue;
      device.last = change.n;
      const refusal = this.apply(link.member, change, frames);
      if (refusal) device.refused.push(refusal);
    }
    link.send({ t: "ack", upto: device.last, refused: device.refused.filter((refusal) => refusal.n >= first) });
    for (const send of frames) send();
    return gap && changes.every((change) => change.n > device.last) ? this.halt(link, "gap", "A number is missing.") : true;
  }

  private device(link: Link): Device {
    const key = `${link.member}|${link.device}`;
    const found = this.devices.get(key) ?? { last: 0, refused: [] };
    this.devices.set(key, found);
    return found;
  }

  // --- changes -----------------------------------------------------------------------------------------------------

  private apply(member: string, change: Change, later?: (() => void)[]): Refusal | null {
    const entry = this.entries.get(change.id);
    const why = this.refuse(change, member) ?? this.objection(change, entry);
    if (why) return { n: change.n, id: change.id, ...why };
    this.applied.push(structuredClone(change));
    const seq = ++this.seq;
    const after = changed(change, entry, { member, seq });
    this.entries.set(change.id, after);
    const send = () => this.sendFrames(`${change.sheet}/inside`, [shown(after)]);
    if (later) later.push(send);
    else send();
    return null;
  }

  private objection(change: Change, entry: Stored | undefined): { code: string; reason: string } | null {
    if (change.t === "put") return entry ? { code: "id", reason: "An entry with this id is here." } : null;
    if (!entry) return { code: "unseen", reason: "There is no such entry." };
    return change.t === "patch" && entry.removed ? { code: "gone", reason: "Somebody deleted this." } : null;
  }

  private sendFrames(ch: string, items?: Item[], here?: [string, string, string][]): void {
    for (const link of this.links) {
      if (!link.held.has(ch)) continue;
      link.send({ t: "frame", ch, seq: this.seq, ...(items ? { items } : {}), ...(here ? { here } : {}) });
    }
  }

  private channel(member: string, ch: string, since: number) {
    const stamp = this.granted.get(member)?.get(ch) ?? 0;
    const sheet = ch.split("/")[0] ?? "";
    const all = ch.includes("/")
      ? [...this.entries.values()].filter((entry) => entry.sheet === sheet).map(shown)
      : (this.structure.get(ch === "me" ? `me ${member}` : ch) ?? []);
    const items = all.filter((item) => item.seq > since && (since > 0 || !item.gone));
    return { ch, stamp, seq: this.seq, whole: since === 0, items };
  }
}

function shown(entry: Stored): Item {
  const { removed, author, sheet: _, ...item } = entry;
  return removed ? { id: item.id, kind: "entry", seq: item.seq, gone: true } : { ...item, by: author };
}

function changed(change: Change, entry: Stored | undefined, at: { member: string; seq: number }): Stored {
  const { seq, member } = at;
  if (change.t === "put" || !entry) {
    const { id, sheet } = change;
    const { step, fields } = change.t === "put" ? change : { step: "", fields: {} };
    const revs = Object.fromEntries(Object.keys(fields).map((field) => [field, seq]));
    return { id, kind: "entry", sheet, step, fields, revs, versions: {}, seq, removed: false, author: member };
  }
  const after = { ...entry, seq, fields: { ...entry.fields }, revs: { ...entry.revs }, versions: { ...entry.versions } };
  if (change.t === "remove") return { ...after, removed: true };
  for (const [field, edit] of Object.entries(change.edits)) set(after, field, edit, member);
  return after;
}

function set(entry: Stored & { fields: Record<string, unknown> }, field: string, edit: Edit, by: string): void {
  const theirs = entry.fields[field];
  const revs = entry.revs ?? {};
  const stale = edit.base !== (revs[field] ?? 0) && field === "text" && edit.value !== theirs;
  const merged = stale ? merge(edit.was ?? "", String(edit.value), String(theirs ?? "")) : edit.value;
  revs[field] = entry.seq;
  if (merged === null) {
    const beside = { text: edit.value, by, seq: entry.seq };
    entry.versions = { ...entry.versions, [field]: [...(entry.versions?.[field] ?? []), beside] };
    return;
  }
  entry.fields[field] = merged;
  if (edit.settles) entry.versions = {};
}

// --- browsers --------------------------------------------------------------------------------------------------------

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
  beat: 5000,
};

let names = 0;

/** One browser of one member: its tabs share a database, locks and a channel; its network can be cut. */
export class TestBrowser {
  online = true;
  /** False where a proxy lets no socket through. */
  sockets = true;
  /** While true, what either side sends waits. */
  held = false;
  secure = true;
  visible = true;
  timing: Timing = { ...QUICK };
  requests = 0;
  readonly database = `test ${++names}`;
  private readonly open = new Set<TestSocket>();
  private readonly tabs = new Set<TestTabs>();
  private readonly wakes = new Set<() => void>();
  private readonly locks = new TestLocks();

  constructor(
    readonly server: TestServer,
    public member: string,
  ) {}

  /** What a new tab has around it. */
  tab(session: Map<string, string> = new Map()): Surroundings {
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
      session: { getItem: (key) => session.get(key) ?? null, setItem: (key, value) => void session.set(key, value) },
      frame: (work) => setTimeout(work, 0),
    };
  }

  /** Cuts the network: nothing more arrives, on either side. */
  cut(): void {
    this.online = false;
    this.drop();
  }

  /** Ends the open sockets. What was on its way to the server may arrive all the same, late. */
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
    if (!this.member) return Response.json({ error: "You are not in this workshop.", code: "removed" }, { status: 403 });
    const { server, member } = this;
    if (path.includes("/self")) {
      return Response.json({ member, epoch: server.epoch, name: member, role: "participant" });
    }
    if (path.includes("/ticket")) return Response.json({ ticket: "t" });
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
    if (!this.browser.held) queueMicrotask(() => !this.browser.held && this.step(side));
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
      if (message.t === "push") setTimeout(() => server.push({ ...this.link, send: () => undefined }, message.changes), 1);
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

/** One exclusive lock, with a queue and with stealing. */
class TestLocks {
  private holder: { lost: (error: Error) => void } | null = null;
  private queue: (() => void)[] = [];

  async request(_name: string, options: LockOptions, work: () => Promise<void>): Promise<void> {
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
