// What a conversation with the server asks of the room it is for, and how it may end, whatever carries it.

import type { At, Change, FromServer, Hello, Stop } from "./messages";

export type Transport = "socket" | "http" | "none";

/** The room, as a conversation needs it. */
export interface Party {
  /** Resolves when a conversation may begin. */
  ready(): Promise<void>;
  hello(): Hello;
  /** Whether changes wait to be sent. */
  waiting(): boolean;
  /** The changes to send next, oldest first; they are sent again until they are acknowledged. */
  outgoing(): Promise<Change[]>;
  /** Where the person is, if that is to be said now. */
  place(): At | null;
  hear(messages: FromServer[]): void;
  /** What to do after a stop: come back at once, after a pause, or not at all. */
  halted(stop: Stop): Promise<"again" | "later" | "never">;
  reached(transport: Transport): void;
}

/**
 * How a conversation ended. unreachable: no network. blocked: the server answers over HTTP, but no socket can be had.
 * ended: it was under way; `stop` has the server's last words, if it said any.
 */
export interface End {
  how: "unreachable" | "blocked" | "ended";
  stop?: Stop;
}

export interface Talk {
  /** Holds the conversation until it ends. */
  run(): Promise<End>;
  /** There may be something to send. */
  poke(): void;
  /** The network or the page may be back: find out at once. */
  wake(): void;
  close(): void;
}

/** Where the server is reached for a room, in the role that the page asks for. */
export function address(room: string, what: string, role: string): string {
  return `/sync/${room}/${what}?as=${role}`;
}

/** The stop in an answer that lets nobody in, if our server wrote it (and not some gateway before it). */
export async function refusalIn(response: Response): Promise<Stop | undefined> {
  try {
    const body = (await response.json()) as { code?: string; error?: string };
    return body.code === "removed" ? { t: "stop", code: body.code, reason: body.error ?? "" } : undefined;
  } catch {
    return undefined;
  }
}
