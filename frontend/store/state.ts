// What the server has said: channels with their stamps, cursors and items, and what each message makes of them. Pure.

import type { Channel, Channels, Frame, Item, Welcome } from "./messages";

/** One channel as the device holds it. */
export interface Held {
  stamp: number;
  seq: number;
  items: Map<string, Item>;
}

export type State = Map<string, Held>;

/** What a message touched in one channel: `ids` of items, everything (`whole`), or the channel is no longer held. */
export interface Touched {
  ch: string;
  ids: string[];
  whole?: boolean;
  dropped?: boolean;
}

/** Takes a welcome in. Channels that it does not name are deleted. */
export function takeWelcome(state: State, welcome: Welcome): Touched[] {
  const present = new Set(welcome.channels.map((channel) => channel.ch));
  const absent = [...state.keys()].filter((ch) => !present.has(ch));
  return [...drop(state, absent), ...welcome.channels.flatMap((channel) => takeChannel(state, channel))];
}

/** Takes in that channels were gained, are to be read anew, or are lost. */
export function takeChannels(state: State, message: Channels): Touched[] {
  const lost = drop(state, message.drop ?? []);
  return [...lost, ...(message.add ?? []).flatMap((channel) => takeChannel(state, channel))];
}

/** Takes one tick's changes of a channel in. Nothing happens for a channel that is not held, or with an old frame. */
export function takeFrame(state: State, frame: Frame): Touched[] {
  const held = state.get(frame.ch);
  if (!held || frame.seq < held.seq) return [];
  held.seq = frame.seq;
  return frame.items ? [{ ch: frame.ch, ids: takeItems(held, frame.items) }] : [];
}

/** What is older than what is held is left out: two conversations may overlap when the transport changes. */
function takeChannel(state: State, channel: Channel): Touched[] {
  const { ch, stamp, seq, items = [] } = channel;
  const held = state.get(ch);
  if (held && (stamp < held.stamp || (stamp === held.stamp && seq < held.seq))) return [];
  if (channel.whole) {
    const fresh: Held = { stamp, seq, items: new Map() };
    state.set(ch, fresh);
    return [{ ch, ids: takeItems(fresh, items), whole: true }];
  }
  if (!held) return [];
  held.stamp = stamp;
  held.seq = seq;
  return [{ ch, ids: takeItems(held, items) }];
}

function takeItems(held: Held, items: Item[]): string[] {
  for (const item of items) {
    if (item.gone) held.items.delete(item.id);
    else held.items.set(item.id, item);
  }
  return items.map((item) => item.id);
}

function drop(state: State, channels: string[]): Touched[] {
  return channels.filter((ch) => state.delete(ch)).map((ch) => ({ ch, ids: [], dropped: true }));
}

/** What a hello says that the device holds. */
export function have(state: State): Record<string, [number, number]> {
  return Object.fromEntries([...state].map(([ch, held]) => [ch, [held.stamp, held.seq]]));
}

/** The sheet that a channel is a view of, or "" for a structural channel. */
export function sheetOf(ch: string): string {
  const slash = ch.lastIndexOf("/");
  return slash < 0 ? "" : ch.slice(0, slash);
}
