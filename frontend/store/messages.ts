// Every message on the wire. Written from src/commonweal/sync/messages.py by `make types`; do not edit.

export const VERSION = 1;
export const MAX_FRAME = 262144;
export const MAX_CHANGES = 200;

/** A new value for one field, made against revision `base`; `was` is the text it was made from. */
export interface Edit {
  base: number;
  value: unknown;
  was?: string | null;
  settles?: boolean;
}

/** A new entry; `n` is its number in the device's outbox, counting from 1 without gaps. */
export interface Put {
  t: "put";
  n: number;
  id: string;
  sheet: string;
  step: string;
  fields: Record<string, unknown>;
}

/** New values for some fields of an entry. */
export interface Patch {
  t: "patch";
  n: number;
  id: string;
  sheet: string;
  edits: Record<string, Edit>;
}

/** The end of an entry; final. */
export interface Remove {
  t: "remove";
  n: number;
  id: string;
  sheet: string;
}

/** The first message: who the outbox belongs to, and what the device holds: channel to (stamp, sequence number). Nothing else is taken before it is answered by a welcome. */
export interface Hello {
  t: "hello";
  v: number;
  epoch: string;
  member: string;
  device: string;
  have?: Record<string, [number, number]>;
}

/** Changes from the outbox, in the order of their numbers. */
export interface Push {
  t: "push";
  changes: (Put | Patch | Remove)[];
}

/** Where the sender is: the sheet that is open, and the entry and field being typed in. Never stored. */
export interface At {
  t: "at";
  sheet?: string;
  entry?: string;
  field?: string;
}

/** Are you there? Answered at once by a pong. */
export interface Ping {
  t: "ping";
}

/** One thing in a channel as it is now. `gone` says that it left the channel (removed, hidden or moved). */
export interface Item {
  id: string;
  kind: string;
  seq: number;
  gone?: boolean;
  sheet?: string;
  step?: string;
  by?: string;
  fields?: Record<string, unknown>;
  revs?: Record<string, number>;
  versions?: Record<string, Record<string, unknown>[]>;
  late?: boolean;
  proxy?: boolean;
  hidden?: string;
}

/** A channel's content: everything (`whole`, forget what you had) or what changed since you last heard. */
export interface Channel {
  ch: string;
  stamp: number;
  seq: number;
  whole?: boolean;
  items?: Item[];
}

/** Change `n` was not accepted, and why; the words stay with their writer as a draft. */
export interface Refusal {
  n: number;
  id: string;
  code: string;
  reason: string;
}

/** The answer to a hello. `channels` lists every channel the member has; one that is absent is to be deleted. */
export interface Welcome {
  t: "welcome";
  v: number;
  epoch: string;
  member: string;
  seq: number;
  now: number;
  acked: number;
  channels: Channel[];
  refused?: Refusal[];
}

/** What changed in one channel in one tick. `here` replaces the list of who is on the sheet when it is not null. */
export interface Frame {
  t: "frame";
  ch: string;
  seq: number;
  items?: Item[];
  here?: [string, string, string][] | null;
}

/** What the member may see has changed: channels gained (or to be read anew), and channels to delete. */
export interface Channels {
  t: "channels";
  seq: number;
  add?: Channel[];
  drop?: string[];
}

/** Outbox numbers up to `upto` are dealt with: committed, or listed as refused. */
export interface Ack {
  t: "ack";
  upto: number;
  refused?: Refusal[];
}

/** The conversation ends here, and why. Codes: epoch, member, version, removed, storage, busy, malformed, gap, closing. */
export interface Stop {
  t: "stop";
  code: string;
  reason: string;
  epoch?: string;
}

/** The answer to a ping. */
export interface Pong {
  t: "pong";
  now: number;
}

export type Change = Put | Patch | Remove;

export type FromClient = Hello | Push | At | Ping;

export type FromServer = Welcome | Frame | Channels | Ack | Stop | Pong;
