/** Anonymous notes on this device: kept with their keys, sent when there is a network, never through the engine. */

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
  const key = [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return { id: uuid(), key, column, text, todo: "add" };
}

function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
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
