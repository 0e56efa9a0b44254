/** The private card of one's role as this device keeps it: a phone that went dark still has its brief. */

export interface Card {
  role: string;
  html: string;
}

const place = (room: string, member: string, activity: string): string => `cw-card ${room} ${member} ${activity}`;

/** The card of that role, if it was here before. */
export function keptCard(room: string, member: string, activity: string, role: string): Card | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place(room, member, activity)) ?? "null") as Card | null;
    return kept?.role === role && typeof kept.html === "string" ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a card in place of the one of an earlier role; a device that can keep nothing asks again. */
export function keepCard(room: string, member: string, activity: string, card: Card): void {
  try {
    localStorage.setItem(place(room, member, activity), JSON.stringify(card));
  } catch {
    // The page has it as long as it is open.
  }
}
