/** A person's own actions: found in the lines of a plan, and as a calendar file (RFC 5545) made in the browser. */

export interface Action {
  id: string;
  what: string;
  /** A day, 2026-03-20, or empty. */
  when: string;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAY = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (${MONTHS.join("|")})\\b(?: (\\d{4}))?`, "i");

/** The lines of a plan as actions. A date such as “20 March” is read; without a year it is the next one that comes. */
export function actionsIn(plan: string, today: string): Omit<Action, "id">[] {
  return plan
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-–•*]|\d{1,2}[.)])\s*/, "").trim())
    .filter(Boolean)
    .map((what) => ({ what, when: dayIn(what, today) }));
}

function dayIn(line: string, today: string): string {
  const found = DAY.exec(line);
  if (!found) return "";
  const [, day = "", month = "", year] = found;
  const number = MONTHS.findIndex((one) => one.toLowerCase() === month.toLowerCase()) + 1;
  const inYear = (one: number): string =>
    `${String(one).padStart(4, "0")}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`;
  const thisYear = Number(today.slice(0, 4));
  const iso = inYear(year ? Number(year) : inYear(thisYear) < today ? thisYear + 1 : thisYear);
  return isDay(iso) ? iso : "";
}

function isDay(iso: string): boolean {
  const when = new Date(`${iso}T12:00:00Z`);
  return !Number.isNaN(when.getTime()) && when.toISOString().startsWith(iso);
}

/** The actions that have a day, each as an event of that whole day; `stamp` is when the file is made. */
export function calendarOf(actions: Action[], { from, stamp }: { from: string; stamp: Date }): string {
  const events = actions.filter(({ when }) => isDay(when)).flatMap((action) => eventOf(action, from, stamp));
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Commonweal//My actions//EN", ...events, "END:VCALENDAR"];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

function eventOf({ id, what, when }: Action, from: string, stamp: Date): string[] {
  const next = new Date(`${when}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const plain = (iso: string): string => iso.slice(0, 10).replaceAll("-", "");
  return [
    "BEGIN:VEVENT",
    `UID:${id}@commonweal`,
    `DTSTAMP:${stamp.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${plain(when)}`,
    `DTEND;VALUE=DATE:${plain(next.toISOString())}`,
    `SUMMARY:${escaped(what)}`,
    `DESCRIPTION:${escaped(from)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/\p{Cc}/gu, "");
}

/** Lines of at most 75 bytes; a longer one goes on after a break and a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let bytes = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (bytes + size > 75) {
      parts.push(part);
      part = "";
      bytes = 1;
    }
    part += letter;
    bytes += size;
  }
  return [...parts, part].join("\r\n ");
}
