/** Which page an address means, in which role it is opened, and which address a page has. */

import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { isRating } from "./room-element";

export interface Route {
  room: string;
  page: string;
  key: string;
  role: "participant" | "facilitator" | "screen";
}

/** The route of /w/<room>/<page>[/<key>]. */
export function routeOf(path: string, query = ""): Route {
  const [, , room = "", page = "today", ...rest] = path.split("/");
  const review = page === "console" && rest[0] === "review";
  const as = new URLSearchParams(query).get("as");
  const facilitates = page === "console" || as === "facilitator";
  const role = page === "screen" ? "screen" : facilitates ? "facilitator" : "participant";
  return { room, page: review ? "review" : page || "today", key: (review ? rest[1] : rest[0]) ?? "", role };
}

/** The address of a page of a room in the role that this tab has it open in. */
export function within(room: Room, page: string): string {
  const facilitates = routeOf(location.pathname, location.search).role === "facilitator";
  return `/w/${room.id}/${page}${facilitates ? "?as=facilitator" : ""}`;
}

/** The sealed pages that a person keeps all day, in the order of the log's tabs. */
export const LOG_PAGES = ["w8", "w4", "w9"];

/** The page on which an activity is worked on; facilitators get what groups made of it. */
export function addressOf(room: Room, activity: Item): string {
  const key = activity.id;
  if (routeOf(location.pathname, location.search).role === "facilitator") return within(room, `together/${key}`);
  if (activity.fields?.privacy === "anonymous") return within(room, `${isRating(activity) ? "rating" : "wall"}/${key}`);
  if (key === "w6") return within(room, "scenario");
  if (LOG_PAGES.includes(key)) return within(room, key === "w8" ? "log" : `log/${key}`);
  return within(room, `activity/${key}`);
}

/** Goes to another page of the app without loading it anew. */
export function go(address: string): void {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}
