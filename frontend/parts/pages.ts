/** What fits on a page of the big screen, worked out from where things stand. */

/** Seconds that a page stays. */
export const TURN = 15;
/** Letters that one piece of a text has at most; longer texts come in several, so that each can be read whole. */
const PIECE = 220;

/** Where a thing stands when all are shown, in pixels, and whether it is a heading of those that follow. */
export interface Box {
  top: number;
  bottom: number;
  head: boolean;
}

/**
 * Which things stand on which page, if `room` pixels are there. A heading stays with what follows it, and stands again over
 * what goes on from the page before. What is higher than the room has a page of its own.
 */
export function pagesOf(boxes: readonly Box[], room: number): number[][] {
  const pages: number[][] = [];
  let start = 0;
  let head = -1;
  for (const unit of units(boxes)) {
    const [first = 0, last = first] = [unit[0], unit.at(-1)];
    const page = pages.at(-1);
    if (page && (boxes[last]?.bottom ?? 0) - start <= room) page.push(...unit);
    else {
      const again = boxes[first]?.head ? -1 : head;
      pages.push(again < 0 ? unit : [again, ...unit]);
      start = top(boxes, first) - (again < 0 ? 0 : top(boxes, again + 1) - top(boxes, again));
    }
    head = unit.findLast((index) => boxes[index]?.head) ?? head;
  }
  return pages;
}

const top = (boxes: readonly Box[], index: number): number => boxes[index]?.top ?? 0;

/** Each thing with the headings right above it; headings with nothing below them go with the last. */
function units(boxes: readonly Box[]): number[][] {
  const found: number[][] = [];
  let heads: number[] = [];
  boxes.forEach((box, index) => {
    heads.push(index);
    if (box.head) return;
    found.push(heads);
    heads = [];
  });
  return heads.length ? [...found, heads] : found;
}

/** A text in as few pieces as hold it, of about the same length, cut between words; each can be read from the back. */
export function pieces(text: string, most = PIECE): string[] {
  const count = Math.ceil(text.length / most);
  if (count <= 1) return [text];
  const at = cut(text, Math.ceil(text.length / count), most);
  const [next = "", ...others] = pieces(text.slice(at).trim(), most);
  return [`${text.slice(0, at).trim()} …`, `… ${next}`, ...others];
}

/** The space nearest to `wanted`, if one is near enough; no later than `most`. */
function cut(text: string, wanted: number, most: number): number {
  const before = text.lastIndexOf(" ", wanted);
  const after = text.indexOf(" ", wanted);
  const near = [before, after].filter((at) => at > wanted / 2 && at <= most);
  return near.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted;
}
