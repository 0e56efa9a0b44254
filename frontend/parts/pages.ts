/** What fits on a page of the big screen, worked out from where things stand. */

/** Seconds that a page stays. */
export const TURN = 15;
/** Letters of one piece of a text; longer texts come in several pieces, so that each can be read whole. */
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

/** A text in pieces that can be read from the back, cut between words. */
export function pieces(text: string, most = PIECE): string[] {
  if (text.length <= most) return [text];
  const space = text.lastIndexOf(" ", most);
  const at = space > most / 2 ? space : most;
  const [next = "", ...others] = pieces(text.slice(at).trim(), most);
  return [`${text.slice(0, at).trim()} …`, `… ${next}`, ...others];
}
