// For tests only: a room's server in memory, with the naive meaning of each message, so that a store can be tried against it.

import { merge } from "./merging";
import type { At, Change, Edit, FromClient, FromServer, Hello, Item, Refusal, Stop } from "./messages";

/** An entry as the server has it. */
interface Stored extends Item {
  sheet: string;
  removed: boolean;
  author: string;
}

/** A conversation. */
export interface Link {
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
  /** A server that is wrong on purpose: it does not count what a device sends, and so applies a repeat twice. */
  forgetful = false;
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
    link.send({
      t: "welcome",
      v: 1,
      epoch,
      member: link.member,
      seq,
      now,
      acked: this.forgetful ? 0 : last,
      channels,
      refused,
    });
    return true;
  }

  push(link: Link, changes: Change[]): boolean {
    const device = this.device(link);
    let gap = false;
    const first = Math.min(...changes.map((change) => change.n));
    const touched = new Map<string, Item[]>();
    for (const change of changes) {
      gap ||= change.n > device.last + 1;
      if (gap || (change.n <= device.last && !this.forgetful)) continue;
      device.last = Math.max(device.last, change.n);
      const refusal = this.apply(link.member, change, touched);
      if (refusal) device.refused.push(refusal);
    }
    link.send({ t: "ack", upto: device.last, refused: device.refused.filter((refusal) => refusal.n >= first) });
    for (const [ch, items] of touched) this.sendFrames(ch, items);
    return gap ? this.halt(link, "gap", "A number is missing.") : true;
  }

  private device(link: Link): Device {
    const key = `${link.member}|${link.device}`;
    const found = this.devices.get(key) ?? { last: 0, refused: [] };
    this.devices.set(key, found);
    return found;
  }

  // --- changes -----------------------------------------------------------------------------------------------------

  private apply(member: string, change: Change, touched?: Map<string, Item[]>): Refusal | null {
    const entry = this.entries.get(change.id);
    const why = this.refuse(change, member) ?? this.objection(change, entry);
    if (why) return { n: change.n, id: change.id, ...why };
    this.applied.push(structuredClone(change));
    const seq = ++this.seq;
    const after = changed(change, entry, { member, seq });
    this.entries.set(change.id, after);
    const ch = `${change.sheet}/inside`;
    if (touched) touched.set(ch, [...(touched.get(ch) ?? []), shown(after)]);
    else this.sendFrames(ch, [shown(after)]);
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
  const after = {
    ...entry,
    seq,
    fields: { ...entry.fields },
    revs: { ...entry.revs },
    versions: { ...entry.versions },
  };
  if (change.t === "remove") return { ...after, removed: true };
  for (const [field, edit] of Object.entries(change.edits)) set(after, field, edit, member);
  return after;
}

function set(entry: Stored & { fields: Record<string, unknown> }, field: string, edit: Edit, by: string): void {
  const theirs = entry.fields[field];
  const revs = entry.revs ?? {};
  const merges = ["text", "role", "box"].includes(field);
  const stale = edit.base !== (revs[field] ?? 0) && merges && edit.value !== theirs;
  const merged = stale ? mergedIn(field, edit, theirs) : edit.value;
  revs[field] = entry.seq;
  if (merged === null) {
    const beside = { text: edit.value, by, seq: entry.seq };
    const others = (entry.versions?.[field] ?? []).filter((one) => one.by !== by || one.text !== edit.was);
    entry.versions = { ...entry.versions, [field]: [...others, beside] };
    return;
  }
  entry.fields[field] = merged;
  if (edit.settles) entry.versions = {};
}

function mergedIn(field: string, edit: Edit, theirs: unknown): unknown {
  if (field === "box") return edit.was === theirs ? edit.value : null;
  return merge(edit.was ?? "", String(edit.value), String(theirs ?? ""));
}
