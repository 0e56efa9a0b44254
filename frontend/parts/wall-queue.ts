/** Anonymous notes on this device: kept with their keys, sent when there is a network, never through the engine. */

import { uuid } from "../store/uuid";

export interface OwnNote {
  id: string;
  key: string;
  column: string;
  text: string;
  /** add, change or remove: what the server has not been told; empty when it knows. */
  todo: "" | "add" | "change" | "remove";
  error?: string;
  /** Whether the facilitator has it: it cannot be taken back any more. */
  collected?: boolean;
}

const NOT_TAKEN = "The server did not take this note.";

/** Whose notes on which wall: on a shared device each member has their own. */
export interface Wall {
  room: string;
  member: string;
  activity: string;
}

/** A name under which a wall's own notes are kept. */
const place = (wall: Wall): string => `cw-wall ${wall.room} ${wall.member} ${wall.activity}`;

export function ownNotes(wall: Wall): OwnNote[] {
  try {
    return JSON.parse(localStorage.getItem(place(wall)) ?? "[]") as OwnNote[];
  } catch {
    return [];
  }
}

export function keepNotes(wall: Wall, notes: OwnNote[]): void {
  localStorage.setItem(place(wall), JSON.stringify(notes));
}

/** A new note with its random id and its key; nothing of either says who or when. */
export function newNote(column: string, text: string): OwnNote {
  return { id: uuid(), key: secret(), column, text, todo: "add" };
}

/** 32 random bytes in hexadecimal. */
export function secret(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What proves, when a note is taken back, that others of its writer still stand: ids and keys, at most 20. */
function proofs(wall: Wall, note: OwnNote): [string, string][] {
  const known = ownNotes(wall).filter((one) => one.id !== note.id && (one.todo === "" || one.todo === "change"));
  return known.slice(-20).map((one) => [one.id, one.key]);
}

/** Tells the server of one note at a time; a refusal stays beside its note, a dead network leaves it for later.
    A note that may not be taken back any more stands again, with the reason. */
export async function sendNotes(wall: Wall): Promise<void> {
  for (const note of ownNotes(wall).filter((one) => one.todo)) {
    const body = JSON.stringify({
      id: note.id,
      key: note.key,
      column: note.column,
      text: note.text,
      action: note.todo,
      others: note.todo === "remove" ? proofs(wall, note) : [],
    });
    let answer: Response;
    try {
      answer = await fetch(`/w/${wall.room}/wall/${wall.activity}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Commonweal": "1" },
        body,
      });
    } catch {
      return;
    }
    const said = (await answer.json().catch(() => ({}))) as { ok?: boolean; error?: string };
    const now = ownNotes(wall);
    const at = now.findIndex((one) => one.id === note.id);
    const kept = now[at];
    if (!kept) continue;
    if (said.ok && note.todo === "remove") now.splice(at, 1);
    else if (said.ok) now[at] = { ...kept, todo: kept.text === note.text ? "" : "change", error: "" };
    else if (answer.status === 403 && note.todo === "remove")
      now[at] = { ...kept, todo: "", error: said.error ?? NOT_TAKEN, collected: true };
    else now[at] = { ...kept, error: said.error ?? NOT_TAKEN };
    keepNotes(wall, now);
  }
}
