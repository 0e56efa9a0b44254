/** Themes that the computer suggests: asked for when a person wants them, dismissed on this device, never applied here. */

export interface Group {
  words: string[];
  notes: string[];
}

export interface More {
  theme: string;
  note: string;
  near: boolean;
}

export interface Suggested {
  groups: Group[];
  more: More[];
  /** What made notes alike: their wording, or what a model on the server takes them to mean. */
  by?: "wording" | "meaning";
}

/** What a person on this device said no to: groups by their notes, single notes with the theme they were proposed for. */
export interface Dismissed {
  groups: string[][];
  more: [string, string][];
}

const MOST = 200;
const FEWEST = 3;
const place = (sheet: string): string => `cw-themes ${sheet}`;

export function dismissed(room: string, sheet: string): Dismissed {
  try {
    const found = JSON.parse(localStorage.getItem(place(`${room} ${sheet}`)) ?? "{}") as Partial<Dismissed>;
    return { groups: found.groups ?? [], more: found.more ?? [] };
  } catch {
    return { groups: [], more: [] };
  }
}

export function keepDismissed(room: string, sheet: string, said: Dismissed): void {
  const kept = { groups: said.groups.slice(-MOST), more: said.more.slice(-MOST) };
  localStorage.setItem(place(`${room} ${sheet}`), JSON.stringify(kept));
}

/** Whether two sets of notes are mostly the same: half of all in either stand in both. */
export function alike(one: readonly string[], two: readonly string[]): boolean {
  const both = one.filter((id) => two.includes(id)).length;
  return both * 2 >= new Set([...one, ...two]).size;
}

/**
 * What is still to be offered: notes that are gone or have a theme by now are left out, then groups under three, and
 * what was dismissed here. `free` holds the ids of the notes that have no theme.
 */
export function offered(suggested: Suggested, free: ReadonlySet<string>, no: Dismissed): Suggested {
  const groups = suggested.groups
    .filter((group) => !no.groups.some((one) => alike(one, group.notes)))
    .map((group) => ({ ...group, notes: group.notes.filter((id) => free.has(id)) }))
    .filter((group) => group.notes.length >= FEWEST);
  const more = suggested.more.filter(
    (one) => free.has(one.note) && !no.more.some(([theme, note]) => theme === one.theme && note === one.note),
  );
  return { groups, more };
}

/** A name to begin with, from the words that the notes share. */
export function nameFrom(words: readonly string[]): string {
  const name = words.join(", ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Asks the server, which works it out and keeps nothing. Throws an Error with words to show. */
export async function suggestions(room: string, sheet: string, step: string): Promise<Suggested> {
  let answer: Response;
  try {
    answer = await fetch(`/w/${room}/themes/${sheet}/${step}`);
  } catch {
    throw new Error("Looking for themes needs the network. Your notes are safe on this device.");
  }
  const body = (await answer.json().catch(() => ({}))) as Partial<Suggested> & { error?: string };
  if (!answer.ok)
    throw new Error(body.error ?? "The server could not look for themes just now. Try again in a moment.");
  return { groups: body.groups ?? [], more: body.more ?? [], by: body.by ?? "wording" };
}
