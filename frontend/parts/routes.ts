/** Which page an address means, and in which role it is opened. */

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

/** Goes to another page of the app without loading it anew. */
export function go(address: string): void {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}
