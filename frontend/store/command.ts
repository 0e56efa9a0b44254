// Commands of a room: what is asked of the server at once and never waits in the outbox.

import type { Surroundings } from "./surroundings";

const UNREACHED = "The server cannot be reached just now. Nothing was changed; try again when you are connected.";

/** Runs /w/<room>/do/<command> and gives its answer. Throws an Error with words to show. */
export async function command(
  surroundings: Surroundings,
  room: string,
  name: string,
  body: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const response = await post(surroundings, `/w/${room}/do/${name}`, body);
  const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (response.ok && answer?.ok === true) return answer;
  const words = answer?.error;
  throw new Error(typeof words === "string" && words ? words : `The server could not do this (${response.status}).`);
}

async function post({ fetch }: Surroundings, path: string, body: Record<string, unknown>): Promise<Response> {
  const headers = { "Content-Type": "application/json", "X-Commonweal": "1" };
  try {
    return await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Error(UNREACHED);
  }
}
