/** What a group takes to its meeting: the notes that someone in it chose. The meeting's agenda offers these. */

import type { Room } from "../store/api";
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
