/** Merging one text that two people changed: three ways, by words, never by guessing. The twin of core/merging.py. */

const TOKEN = /\s+|[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;
const MAX_CELLS = 4_000_000;

/** base[from..to) became these tokens. */
interface Edit {
  from: number;
  to: number;
  tokens: string[];
}

/** Both people's words in one text, or null when a person must choose. */
export function merge(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const tokens = split(base);
  const one = changes(tokens, split(mine));
  const two = changes(tokens, split(theirs));
  return one && two ? together(tokens, one, two) : null;
}

function split(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

function same(one: Edit, two: Edit): boolean {
  return one.from === two.from && one.to === two.to && one.tokens.join("\0") === two.tokens.join("\0");
}

/** Applies both lists of edits, or null where they meet. */
function together(base: string[], one: Edit[], two: Edit[]): string | null {
  const out: string[] = [];
  let at = 0;
  let i = 0;
  let j = 0;
  while (i < one.length || j < two.length) {
    const mine = one[i];
    const theirs = two[j];
    let edit: Edit;
    if (mine && theirs && same(mine, theirs)) {
      edit = mine;
      i += 1;
      j += 1;
    } else if (mine && theirs && mine.from <= theirs.to && theirs.from <= mine.to) {
      return null;
    } else if (mine && (!theirs || mine.from < theirs.from)) {
      edit = mine;
      i += 1;
    } else {
      edit = theirs as Edit;
      j += 1;
    }
    out.push(...base.slice(at, edit.from), ...edit.tokens);
    at = edit.to;
  }
  return [...out, ...base.slice(at)].join("");
}

/** The edits that make a side of the base, in order; null when they are too large to compare. */
function changes(base: string[], side: string[]): Edit[] | null {
  const least = Math.min(base.length, side.length);
  let head = 0;
  while (head < least && base[head] === side[head]) head += 1;
  let tail = 0;
  while (tail < least - head && base[base.length - 1 - tail] === side[side.length - 1 - tail]) tail += 1;
  const left = base.slice(head, base.length - tail);
  const right = side.slice(head, side.length - tail);
  if (left.length * right.length > MAX_CELLS) return null;
  const edits: Edit[] = [];
  let a = 0;
  let b = 0;
  for (const [x, y] of [...common(left, right), [left.length, right.length] as const]) {
    if (x > a || y > b) edits.push({ from: head + a, to: head + x, tokens: right.slice(b, y) });
    a = x + 1;
    b = y + 1;
  }
  return edits;
}

/** Pairs of places of a longest common subsequence; of several, the one that matches earliest. */
function common(left: string[], right: string[]): [number, number][] {
  const rows = left.length;
  const columns = right.length;
  const best = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const cell = (x: number, y: number): number => best[x]?.[y] ?? 0;
  for (let x = rows - 1; x >= 0; x -= 1) {
    const row = best[x] as Uint32Array;
    for (let y = columns - 1; y >= 0; y -= 1) {
      row[y] = left[x] === right[y] ? cell(x + 1, y + 1) + 1 : Math.max(cell(x + 1, y), cell(x, y + 1));
    }
  }
  const pairs: [number, number][] = [];
  let x = 0;
  let y = 0;
  while (x < rows && y < columns) {
    if (left[x] === right[y]) {
      pairs.push([x, y]);
      x += 1;
      y += 1;
    } else if (cell(x + 1, y) >= cell(x, y + 1)) x += 1;
    else y += 1;
  }
  return pairs;
}
