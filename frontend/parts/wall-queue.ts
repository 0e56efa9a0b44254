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
}

/** A name under which a wall's own notes are kept. */
const place = (room: string, activity: string): string => `cw-wall ${room} ${activity}`;

export function ownNotes(room: string, activity: string): OwnNote[] {
  try {
    return JSON.parse(localStorage.getItem(place(room, activity)) ?? "[]") as OwnNote[];
  } catch {
    return [];
  }
}

export function keepNotes(room: string, activity: string, notes: OwnNote[]): void {
  localStorage.setItem(place(room, activity), JSON.stringify(notes));
}

/** A new note with its random id and its key; nothing of either says who or when. */
export function newNote(column: string, text: string): OwnNote {
  return { id: uuid(), key: secret(), column, text, todo: "add" };
}

/** 32 random bytes in hexadecimal. */
export function secret(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tells the server of one note at a time; a refusal stays beside its note, a dead network leaves it for later. */
export async function sendNotes(room: string, activity: string): Promise<void> {
  for (const note of ownNotes(room, activity).filter((one) => one.todo)) {
    const body = JSON.stringify({
      id: note.id,
      key: note.key,
      column: note.column,
      text: note.text,
      action: note.todo,
    });
    let answer: Response;
    try {
      answer = await fetch(`/w/${room}/wall/${activity}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Commonweal": "1" },
        body,
      });
    } catch {
      return;
    }
    const said = (await answer.json().catch(() => ({}))) as { ok?: boolean; error?: string };
    const now = ownNotes(room, activity);
    const at = now.findIndex((one) => one.id === note.id);
    const kept = now[at];
    if (!kept) continue;
    if (said.ok && note.todo === "remove") now.splice(at, 1);
    else if (said.ok) now[at] = { ...kept, todo: kept.text === note.text ? "" : "change", error: "" };
    else now[at] = { ...kept, error: said.error ?? "The server did not take this note." };
    keepNotes(room, activity, now);
  }
}
