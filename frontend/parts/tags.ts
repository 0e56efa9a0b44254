/** Tags and themes of notes: what a step offers, and counting. Pure. */

/** A note wherever it comes from: this group's, another's, another workshop's. */
export interface Noted {
  fields: Record<string, unknown>;
}

export interface Option {
  key: string;
  label: string;
  explanation: string;
  about: boolean;
}

export interface Tags {
  key: string;
  label: string;
  question: string;
  about: string;
  source: string;
  options: Option[];
}

export interface Column {
  key: string;
  label: string;
  tone: string;
  prompt: string;
  tags?: string[];
  agenda?: boolean;
  takes?: boolean;
}

export interface NotesStep {
  key: string;
  block: string;
  title: string;
  instruction: string;
  columns: Column[];
  tags?: Tags[];
  themes?: boolean;
}

/** A field as text; absent is empty. */
export const said = (note: Noted, field: string): string => String(note.fields[field] ?? "");

/** The lists of tags that a note's column carries. */
export function tagsFor(step: NotesStep, note: Noted): Tags[] {
  const carried = step.columns.find((column) => column.key === said(note, "column"))?.tags ?? [];
  return (step.tags ?? []).filter((list) => carried.includes(list.key));
}

/** A note's tag of a list, or undefined while it has none. */
export function tagOf(list: Tags, note: Noted): Option | undefined {
  return list.options.find((option) => option.key === said(note, list.key));
}

/** The notes that a list of tags is asked of. */
export function asked<N extends Noted>(step: NotesStep, list: Tags, notes: readonly N[]): N[] {
  return notes.filter((note) => tagsFor(step, note).includes(list));
}

/** How many of the notes asked are about what the list asks for, and how many have no tag yet. */
export function about(step: NotesStep, list: Tags, notes: readonly Noted[]): { yes: number; of: number; left: number } {
  const tags = asked(step, list, notes).map((note) => tagOf(list, note));
  return {
    yes: tags.filter((tag) => tag?.about).length,
    of: tags.length,
    left: tags.filter((tag) => !tag).length,
  };
}

/** Themes in use, those with most notes first, with their notes. */
export function themesOf<N extends Noted>(notes: readonly N[]): [string, N[]][] {
  const found = new Map<string, N[]>();
  for (const note of notes) {
    const theme = said(note, "theme");
    if (theme) found.set(theme, [...(found.get(theme) ?? []), note]);
  }
  return [...found].sort(([one, a], [two, b]) => b.length - a.length || one.localeCompare(two));
}

/** What is shown: notes with a tag (`key` is a list, `value` a tag), or in a theme (`key` is "theme"); null is all. */
export type Filter = { key: string; value: string } | null;

/** The notes that a filter lets through; a tag counts in the columns that carry its list. */
export function filtered<N extends Noted>(step: NotesStep, notes: readonly N[], filter: Filter): N[] {
  if (!filter) return [...notes];
  return notes.filter(
    (note) =>
      said(note, filter.key) === filter.value &&
      (filter.key === "theme" || tagsFor(step, note).some((list) => list.key === filter.key)),
  );
}
