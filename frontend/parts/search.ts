/** Finds words in the library's texts, best first: pure, without regard to case, accents and hyphens. */

export interface Doc {
  kind: "reading" | "resource" | "scenario";
  key: string;
  title: string;
  /** Short words that name it, such as a code; searched as the title is. */
  label: string;
  summary: string;
  text: string;
}
/** A stretch of text; `hit` where it matched. */
export interface Piece {
  text: string;
  hit: boolean;
}
export interface Found {
  doc: Doc;
  score: number;
  /** The best place in which one of the words stands. */
  where: "title" | "summary" | "text";
  title: Piece[];
  excerpt: Piece[];
}
interface Word {
  forms: string[];
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:[-'’][\p{L}\p{N}\p{M}]+)*/gu;
/** What a match is worth in each place, when a word begins as asked; one that is exactly so is worth half as much more. */
const WORTH = { title: 12, summary: 5, text: 1 };
const MOST_IN_TEXT = 6;
const AROUND = 90;

/** A word without case, accents, hyphens and apostrophes. */
export function fold(word: string): string {
  return word
    .normalize("NFD")
    .replace(/[\p{M}'’-]/gu, "")
    .toLowerCase();
}

/** The words of a text with where they stand; a word with hyphens can be found whole and by its parts. */
function words(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => {
    const parts = match[0].split("-");
    const forms = parts.length > 1 ? [fold(match[0]), ...parts.map(fold)] : [fold(match[0])];
    return { forms, start: match.index, end: match.index + match[0].length };
  });
}

const hits = (word: Word, query: string): boolean => word.forms.some((form) => form.startsWith(query));
const exact = (word: Word, query: string): boolean => word.forms.includes(query);

interface Entry {
  doc: Doc;
  title: Word[];
  label: Word[];
  summary: Word[];
  text: Word[];
}

export class Index {
  private readonly entries: Entry[];

  constructor(docs: readonly Doc[]) {
    this.entries = docs.map((doc) => ({
      doc,
      title: words(doc.title),
      label: words(doc.label),
      summary: words(doc.summary),
      text: words(doc.text),
    }));
  }

  /** Everything in which every word of the query begins a word, best first; nothing for an empty query. */
  search(query: string): Found[] {
    const asked = words(query).map((word) => word.forms[0] ?? "");
    if (!asked.length) return [];
    const found = this.entries.flatMap((entry) => look(entry, asked) ?? []);
    return found.sort((a, b) => b.score - a.score);
  }
}

function look(entry: Entry, asked: string[]): Found | null {
  let score = 0;
  for (const query of asked) {
    const worth = worthOf(entry, query);
    if (!worth) return null;
    score += worth;
  }
  const any = (place: Word[]): boolean => place.some((word) => asked.some((query) => hits(word, query)));
  const where = any(entry.title) || any(entry.label) ? "title" : any(entry.summary) ? "summary" : "text";
  const { doc } = entry;
  const excerpt =
    where === "text"
      ? around(doc.text, entry.text, asked)
      : pieces(doc.summary, entry.summary, asked, 0, doc.summary.length);
  return { doc, score, where, title: pieces(doc.title, entry.title, asked, 0, doc.title.length), excerpt };
}

function worthOf(entry: Entry, query: string): number {
  const best = (place: Word[], worth: number): number =>
    place.some((word) => exact(word, query)) ? worth * 1.5 : place.some((word) => hits(word, query)) ? worth : 0;
  const inText = Math.min(MOST_IN_TEXT, entry.text.filter((word) => hits(word, query)).length) * WORTH.text;
  return (
    Math.max(best(entry.title, WORTH.title), best(entry.label, WORTH.title)) +
    best(entry.summary, WORTH.summary) +
    inText
  );
}

/** Some words of the text around the first place that has the longest of the words asked for. */
function around(text: string, place: Word[], asked: string[]): Piece[] {
  const longest = [...asked].sort((a, b) => b.length - a.length)[0] ?? "";
  const at = place.find((word) => hits(word, longest))?.start ?? 0;
  const first = place.findIndex((word) => word.start >= at - AROUND);
  const last = place.findLastIndex((word) => word.end <= at + 2 * AROUND);
  const from = first > 0 ? (place[first]?.start ?? 0) : 0;
  const to = last < place.length - 1 ? (place[last]?.end ?? text.length) : text.length;
  const shown = pieces(text, place, asked, from, to);
  return [
    ...(from > 0 ? [{ text: "… ", hit: false }] : []),
    ...shown,
    ...(to < text.length ? [{ text: " …", hit: false }] : []),
  ];
}

/** A stretch of text cut where words matched. */
function pieces(text: string, place: Word[], asked: string[], from: number, to: number): Piece[] {
  const found: Piece[] = [];
  let done = from;
  for (const word of place) {
    if (word.start < from || word.end > to || !asked.some((query) => hits(word, query))) continue;
    if (word.start > done) found.push({ text: text.slice(done, word.start), hit: false });
    found.push({ text: text.slice(word.start, word.end), hit: true });
    done = word.end;
  }
  if (done < to) found.push({ text: text.slice(done, to), hit: false });
  return found;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

/** The words of safe HTML, for searching; never to be put into a page as HTML. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replace(/\s+/g, " ")
    .replace(/ ([.,;:?!)])/g, "$1")
    .trim();
}
