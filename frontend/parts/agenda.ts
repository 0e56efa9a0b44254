/** What a group takes to its meeting: the notes that someone in it chose. The meeting's agenda offers these. */

import type { Entry, Room } from "../store/api";
import { field, type MeetingStep } from "./meeting";
import { type NotesStep, said, tagOf, tagsFor } from "./tags";

/** The value of a note's field `agenda` when it is chosen. */
export const CHOSEN = "yes";

export interface Challenge {
  /** The note's id on its sheet. What is taken from it is a copy: say from where, and keep the words. */
  id: string;
  text: string;
  theme: string;
  /** Labels of its tags, such as "Resources" and "First order". */
  tags: string[];
  /** Title of the activity that it comes from. */
  from: string;
}

/** The notes that this member's group chose for the meeting, in the order of their boards. */
export function chosenChallenges(room: Room): Challenge[] {
  return room.items("room", "activity").flatMap((activity) => {
    const steps = ((activity.fields?.steps ?? []) as NotesStep[]).filter((step) => step.block === "notes");
    return steps.flatMap((step) => {
      const columns = step.columns.filter((column) => column.agenda).map((column) => column.key);
      const notes = columns.length ? (room.sheetFor(activity.id)?.entries(step.key) ?? []) : [];
      return notes
        .filter((note) => said(note, "agenda") === CHOSEN && columns.includes(said(note, "column")))
        .filter((note) => said(note, "text").trim())
        .map((note) => ({
          id: note.id,
          text: said(note, "text"),
          theme: said(note, "theme"),
          tags: tagsFor(step, note).flatMap((list) => tagOf(list, note)?.label ?? []),
          from: String(activity.fields?.title ?? ""),
        }));
    });
  });
}

/** Characters that an item of the agenda has; an item made of a longer note has the note's full words beside it. */
export const LONGEST_ITEM = 200;
/** Characters of where an item is from, as on the server. */
const LONGEST_SOURCE = 120;
/** Minutes of an item made of a note, until somebody changes them. */
export const MINUTES = 5;

export interface Copied {
  text: string;
  note: string;
  source: string;
}

/** What an item made of a challenge says: a copy, which stays as it is when the note changes. */
export function copied({ text, from }: Pick<Challenge, "text" | "from">): Copied {
  const words = text.replace(/\s+/g, " ").trim();
  return {
    text: cut(words),
    note: words.length > LONGEST_ITEM ? text.trim() : "",
    source: from.slice(0, LONGEST_SOURCE),
  };
}

/** As many whole words as fit, with a mark that there are more. */
function cut(words: string): string {
  if (words.length <= LONGEST_ITEM) return words;
  const fits = words.slice(0, LONGEST_ITEM - 1);
  const end = fits.lastIndexOf(" ");
  return `${(end > 0 ? fits.slice(0, end) : fits).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** The challenges that are not on the agenda: no item has the same words from the same activity. */
export function notOnAgenda(chosen: readonly Challenge[], items: readonly Entry[]): Challenge[] {
  const same = (item: Entry, one: Copied): boolean =>
    field(item, "text") === one.text && field(item, "source") === one.source;
  return chosen.filter((one) => !items.some((item) => same(item, copied(one))));
}

/**
 * How many items stand before a new one that the group brings: it comes behind the matter itself and what was brought
 * before it, else before the last item; never before the item that is on.
 */
export function placeOnAgenda(
  step: Pick<MeetingStep, "agenda">,
  items: readonly Entry[],
  live: Entry | undefined,
): number {
  const matter = step.agenda.find((one) => one.matter)?.title;
  let place = items.findIndex((item) => field(item, "text") === matter) + 1;
  while (place && field(items[place], "source")) place += 1;
  if (!place) place = Math.max(0, items.length - 1);
  return live ? Math.max(place, items.indexOf(live) + 1) : place;
}
