/** A person's answers to a rating on this device: kept with their key, sent when there is a network, never by the engine. */

import type { Answers } from "../../src/commonweal/blocks/rating/element";
import { uuid } from "../store/uuid";
import { secret } from "./wall-queue";

export interface OwnAnswers {
  id: string;
  /** Lets this device change the answers until results are shared. */
  key: string;
  /** Lets this device see its team's result afterwards. */
  proof: string;
  team: string;
  answers: Answers;
  /** draft: not handed in as they stand here; send: handed in, the server has not been told; sent: the server knows. */
  state: "draft" | "send" | "sent";
  /** Whether the server has had these answers once. */
  known: boolean;
  error: string;
}

/** The name under which they are kept; of one member, since several may share a browser. */
const place = (room: string, activity: string, member: string): string => `cw-rating ${room} ${activity} ${member}`;

export function ownAnswers(room: string, activity: string, member: string): OwnAnswers | null {
  try {
    return JSON.parse(localStorage.getItem(place(room, activity, member)) ?? "null") as OwnAnswers | null;
  } catch {
    return null;
  }
}

export function keepAnswers(room: string, activity: string, member: string, own: OwnAnswers): void {
  localStorage.setItem(place(room, activity, member), JSON.stringify(own));
}

/** Answers to begin with: random id, key and proof, of which none says who or when. */
export function newAnswers(): OwnAnswers {
  const fresh = { id: uuid(), key: secret(), proof: secret() };
  return { ...fresh, team: "", answers: {}, state: "draft", known: false, error: "" };
}

/** Tells the server of answers that were handed in. A dead network leaves them for later; a refusal says why. */
export async function sendAnswers(room: string, activity: string, member: string): Promise<void> {
  const own = ownAnswers(room, activity, member);
  if (own?.state !== "send") return;
  const { id, key, proof, team, answers } = own;
  const body = JSON.stringify({ activity, id, key, proof, fields: { ...answers, team } });
  const headers = { "Content-Type": "application/json", "X-Commonweal": "1" };
  let answer: Response;
  try {
    answer = await fetch(`/w/${room}/do/answer`, { method: "POST", headers, body });
  } catch {
    return;
  }
  if (answer.status >= 500) return;
  const told = (await answer.json().catch(() => ({}))) as { ok?: boolean; error?: string };
  const now = ownAnswers(room, activity, member) ?? own;
  const same = now.team === team && JSON.stringify(now.answers) === JSON.stringify(answers);
  if (told.ok)
    keepAnswers(room, activity, member, { ...now, state: same ? "sent" : now.state, known: true, error: "" });
  else
    keepAnswers(room, activity, member, { ...now, state: "draft", error: told.error ?? "The server did not take it." });
}
