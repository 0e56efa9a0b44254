// Who this browser is in a room: as it was stored, or as the server says the first time.

import type { Database, Self } from "./database";
import type { Surroundings } from "./surroundings";
import { address, refusalIn } from "./talk";

const FIRST_TIME =
  "The server cannot be reached, and this device has not been in this workshop before. Connect, then try again.";
const NOBODY: Self = { member: "", epoch: "", name: "", role: "" };

/**
 * The stored answer if there is one, and nobody else has joined in this browser since. Throws an Error with words to show when
 * there is none and no server.
 */
export async function whoAmI(database: Database, surroundings: Surroundings, room: string, role: string) {
  const stored = await database.self(room, role);
  if (stored && !isAnother(surroundings, room, stored)) return { self: stored, stopped: null };
  if (stored) await database.wipeMember(`${room}|${stored.member}`);
  const response = await ask(surroundings, room, role);
  if (response.ok) {
    const self = (await response.json()) as Self;
    await database.saveSelf(room, role, self);
    return { self, stopped: null };
  }
  const stop = await refusalIn(response);
  if (!stop) throw new Error(FIRST_TIME);
  return { self: NOBODY, stopped: { code: stop.code, reason: stop.reason } };
}

/** Whether the browser is let in to the room as somebody else than this participant. */
export function isAnother({ here }: Surroundings, room: string, { member, role }: Self): boolean {
  const now = role === "participant" ? here(room) : "";
  return now !== "" && now !== member;
}

async function ask({ fetch, timing }: Surroundings, room: string, role: string): Promise<Response> {
  try {
    return await fetch(address(room, "self", role), { signal: AbortSignal.timeout(timing.answer) });
  } catch {
    throw new Error(FIRST_TIME);
  }
}
