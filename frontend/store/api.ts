/** What pages and block elements may ask of the store; the store keeps to it, and nothing else of the store is used. */

import type { Item } from "./messages";

/** saved: acknowledged by the server; saving: sent or about to be; device: only on this device (offline or refused for now). */
export type Saving = "saved" | "saving" | "device";

/** An entry as its reader should see it: the server's state with this device's own unacknowledged changes laid over it. */
export interface Entry {
  id: string;
  step: string;
  /** Author's member id, or "" where the sheet names nobody. */
  by: string;
  /** True when this member wrote it (known even on sheets that name nobody). */
  mine: boolean;
  seq: number;
  fields: Record<string, unknown>;
  /** Versions of a text that could not be merged: a person chooses. */
  versions: Record<string, { text: string; by: string; seq: number }[]>;
  saving: Saving;
  late: boolean;
  /** True when a facilitator typed it in for those whose sheet it is. */
  proxy: boolean;
  /** The facilitator's reason for hiding it from others, or "". */
  hidden: string;
}

/** A change that the server refused: the words are kept until the person decides. */
export interface Draft {
  key: string;
  sheet: string;
  entry: string;
  step: string;
  fields: Record<string, unknown>;
  /** What else the entry had, where only some fields were changed. */
  before?: Record<string, unknown>;
  reason: string;
  code: string;
}

/** Somebody who writes a joint sheet. */
export interface Writer {
  member: string;
  name: string;
  /** Whether the sheet is theirs, and they let the others in. */
  owner: boolean;
}

/** One sheet as this member may see and change it. */
export interface Sheet {
  readonly id: string;
  /** Key of the activity. */
  readonly activity: string;
  /** waiting, open, closed or shared. */
  readonly state: string;
  /** All who write a joint sheet and are in the workshop, this member among them; empty for any other sheet. */
  readonly people: readonly Writer[];
  /** False where this member can only look on. */
  readonly writable: boolean;
  readonly saving: Saving;
  /**
   * "" where nothing is sealed. open: this device has the key. closed: it has not. other: something here was sealed with
   * other words; it is not among the entries, and nothing can be changed.
   */
  readonly seal: "" | "open" | "closed" | "other";
  /** Entries in reading order: by the number field "place" where there is one, then by sequence. */
  entries(step?: string): Entry[];
  /** Writes a new entry and returns its id at once; it is kept on this device from then on. */
  put(step: string, fields: Record<string, unknown>): string;
  /** Changes some fields of an entry; a text that others may be changing is merged. */
  patch(id: string, fields: Record<string, unknown>): void;
  /** Chooses a text where two versions stand side by side. */
  settle(id: string, field: string, text: string): void;
  remove(id: string): void;
  /** Who else is on this sheet, and what they are typing in. */
  here(): { member: string; name: string; entry: string; field: string }[];
  /** Says where this person is; entry and field while typing, empty otherwise. A field that is new to them is begun. */
  at(entry: string, field: string): void;
  /** Says that what is written into a field from now on is made from what stands in it now. */
  begin(entry: string, field: string): void;
  drafts(): Draft[];
  dropDraft(key: string): void;
}

/** The room as this member may see it. */
export interface Room {
  readonly id: string;
  /** This member's id, "m12". */
  readonly member: string;
  readonly connected: boolean;
  /** "socket", "http" or "none": how the server is reached now. */
  readonly transport: string;
  readonly saving: Saving;
  /** Changes that are only on this device. */
  readonly pending: number;
  /** The key of this member's sealed pages, where this device has it. */
  readonly key: Uint8Array | null;
  /** When the server was last heard from, or null. */
  readonly heard: Date | null;
  /** Set when the conversation has ended for good: a code of Stop and words to show. */
  readonly stopped: { code: string; reason: string } | null;
  /** Server time minus this device's time, milliseconds. */
  readonly clockSkew: number;
  /** Items of a channel by kind, e.g. items("room", "agenda"); an absent channel is empty. */
  items(channel: string, kind?: string): Item[];
  has(channel: string): boolean;
  /** The sheet of an activity that this member works on (a colleague's, their own, their group's or the room's), if any. */
  sheetFor(activity: string): Sheet | null;
  /** A sheet by id in whatever view this member has. */
  sheet(id: string): Sheet | null;
  /** Ids of all sheets of an activity in this member's sight. */
  sheetsOf(activity: string): string[];
  /** Ids of the members whose devices are connected now; known to facilitators only, empty for others. */
  present(): Set<string>;
  /** Everything this member lost a place for: refused changes anywhere in the room. */
  drafts(): Draft[];
  /** Lets a draft go, also one of a sheet that is out of sight. */
  dropDraft(key: string): void;
  /** Calls back after any change, at most once a frame; returns a function that stops it. */
  subscribe(listener: () => void): () => void;
  /** Opens this member's sealed sheets on this device with their six words; gives words to show when it cannot. */
  unlock(phrase: string[]): Promise<string>;
  /** Resolves when everything written so far is safe in the device's database. */
  settled(): Promise<void>;
  /** Runs a command of /w/<room>/do/<command>; throws an Error with words to show. */
  command(name: string, body?: Record<string, unknown>): Promise<Record<string, unknown>>;
}
