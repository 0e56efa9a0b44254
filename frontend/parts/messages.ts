/** What facilitators say to everybody, and to one's own group. */

import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { text } from "./room-element";

/** The messages that are for this person, the latest first. */
export function messagesFor(room: Room): Item[] {
  const group = text(room.items("me", "me")[0], "group");
  const all = [...room.items("room", "message"), ...(group ? room.items(`group:${group}`, "message") : [])];
  return all.sort((one, two) => two.seq - one.seq);
}
