/** Merging one text that two people changed: three ways, by words, never by guessing. The twin of core/merging.py. */

const SPACE = String.raw`\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
const MARK =
  String.raw`\x00-\x08\x0e-\x1f\x21-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x84\x86-\x9f\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7` +
  String.raw`\u060c\u061b\u061f\u0964\u0965\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3020\uff01-\uff0f\uff1a-\uff20`;
/** Marks that belong to a word when they stand inside it: 12.30, don't, 1,000 and a.b@c.uk are one word each. */
const JOIN = String.raw`'\u2019.,:\/@&+\-\u2010\u2011`;
const TOKEN = new RegExp(`[${SPACE}]+|[^${SPACE}${MARK}]+(?:[${JOIN}][^${SPACE}${MARK}]+)*|[\\s\\S]`, "gu");
/** Tokens put in and taken out on one side beyond which its change counts as one, from its first word to its last. */
const MAX_STEPS = 600;

/** base[start..end) became `tokens`. What is put in or taken out could as well stand anywhere up to `reach`. */
interface Edit {
  start: number;
  end: number;
  tokens: string[];
  reach: number;
}
/** Equal tokens: place in left, place in right, length. */
type Run = [number, number, number];

/** Both people's words in one text, or null when a person must choose. */
export function merge(base: string, mine: string, theirs: string): string | null {
  if (theirs === base || theirs === mine) return mine;
  if (mine === base) return theirs;
  const tokens = split(base);
  const edits = interleaved(changes(tokens, split(mine)), changes(tokens, split(theirs)));
  return edits && applied(tokens, edits);
}

function split(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Whether both did the same thing at the same place. */
function same(one: Edit, two: Edit): boolean {
  if (one.start !== two.start || one.end !== two.end || one.tokens.length !== two.tokens.length) return false;
  return one.tokens.every((token, n) => token === two.tokens[n]);
}

/** Both lists of edits as one, in order, or null where they meet. */
function interleaved(one: Edit[], two: Edit[]): Edit[] | null {
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length && j < two.length) {
    const mine = one[i] as Edit;
    const theirs = two[j] as Edit;
    if (same(mine, theirs)) {
      edits.push(mine);
      i += 1;
      j += 1;
    } else if (mine.start <= theirs.reach && theirs.start <= mine.reach) {
      return null;
    } else if (mine.start < theirs.start) {
      edits.push(mine);
      i += 1;
    } else {
      edits.push(theirs);
      j += 1;
    }
  }
  return [...edits, ...one.slice(i), ...two.slice(j)];
}

function applied(base: string[], edits: Edit[]): string {
  let out = "";
  let at = 0;
  for (const edit of edits) {
    out += base.slice(at, edit.start).join("") + edit.tokens.join("");
    at = edit.end;
  }
  return out + base.slice(at).join("");
}

/** The edits that make a side of the base, in order; between two of them at least one token stands untouched. */
function changes(base: string[], side: string[]): Edit[] {
  const least = Math.min(base.length, side.length);
  let head = 0;
  while (head < least && base[head] === side[head]) head += 1;
  let tail = 0;
  while (tail < least - head && base[base.length - 1 - tail] === side[side.length - 1 - tail]) tail += 1;
  const left = base.slice(head, base.length - tail);
  const right = side.slice(head, side.length - tail);
  const runs = left.length && right.length ? equalRuns(left, right) : [];
  const edits: Edit[] = [];
  let a = 0;
  let b = 0;
  for (const [x, y, length] of [...runs, [left.length, right.length, 0] satisfies Run]) {
    if (x > a || y > b) edits.push({ start: head + a, end: head + x, tokens: right.slice(b, y), reach: head + x });
    a = x + length;
    b = y + length;
  }
  return settled(base, edits);
}

/** The edits as far to the left as they can stand, each with its reach. */
function settled(base: string[], edits: Edit[]): Edit[] {
  const found: Edit[] = [];
  for (const [n, edit] of edits.entries()) {
    const last = found.at(-1);
    found.push(slid(base, edit, last ? last.end + 1 : 0, edits[n + 1]?.start ?? base.length));
  }
  return found;
}

/** One edit moved as far left as `least`, able to reach `most`; what replaces tokens stays where it is. */
function slid(base: string[], edit: Edit, least: number, most: number): Edit {
  const inserted = edit.start === edit.end;
  if (edit.tokens.length && !inserted) return edit;
  const ring = inserted ? edit.tokens : base.slice(edit.start, edit.end);
  const size = ring.length;
  let left = 0;
  while (edit.start - left > least && base[edit.start - left - 1] === ring[size - 1 - (left % size)]) left += 1;
  let right = 0;
  while (edit.end + right < most && base[edit.end + right] === ring[right % size]) right += 1;
  const turn = (size - (left % size)) % size;
  const tokens = inserted ? [...ring.slice(turn), ...ring.slice(0, turn)] : [];
  return { start: edit.start - left, end: edit.end - left, tokens, reach: edit.end + right };
}

/**
 * Runs of equal tokens of a longest common subsequence, in order (Myers 1986); none when that takes too many steps.
 *
 * Row d of `trace` holds, for each diagonal k = -d, -d+2 … d, how far into `left` one gets by d steps of putting in or
 * taking out. Of two ways that get equally far, the one that takes out is taken.
 */
function equalRuns(left: string[], right: string[]): Run[] {
  const trace: number[][] = [];
  let row: number[] = [];
  for (let d = 0; d <= MAX_STEPS; d += 1) {
    const previous = row;
    row = [];
    for (let i = 0; i <= d; i += 1) {
      let x = furthest(previous, i, d);
      let y = x + d - 2 * i;
      while (x < left.length && y < right.length && left[x] === right[y]) {
        x += 1;
        y += 1;
      }
      row.push(x);
      if (x >= left.length && y >= right.length) return walkedBack([...trace, row], left.length, right.length);
    }
    trace.push(row);
  }
  return [];
}

/** Whether diagonal number i of row d is reached by putting a token in, rather than by taking one out. */
function byInsertion(previous: number[], i: number, d: number): boolean {
  return i === 0 || (i < d && (previous[i - 1] as number) < (previous[i] as number));
}

/** How far into `left` diagonal number i of row d begins. */
function furthest(previous: number[], i: number, d: number): number {
  if (d === 0) return 0;
  return byInsertion(previous, i, d) ? (previous[i] as number) : (previous[i - 1] as number) + 1;
}

/** The runs of equal tokens on the way to (x, y), the end of both. */
function walkedBack(trace: number[][], endX: number, endY: number): Run[] {
  const runs: Run[] = [];
  let x = endX;
  let y = endY;
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const i = (x - y + d) / 2;
    const previous = trace[d - 1] ?? [];
    const begin = furthest(previous, i, d);
    if (x > begin) runs.push([begin, begin + d - 2 * i, x - begin]);
    const inserted = byInsertion(previous, i, d);
    x = inserted ? begin : begin - 1;
    y = x + (d - 1) - 2 * (inserted ? i : i - 1);
  }
  return runs.reverse();
}
