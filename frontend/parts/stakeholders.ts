/** Stakeholders that scenarios name, from what has been shared alone: checked copies, and the group's sample scenario. */

import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { text } from "./room-element";

export interface Proposal {
  organisation: string;
  role: string;
}

/** Where proposals come from, in words, and the proposals. */
export interface Source {
  from: string;
  proposals: Proposal[];
}

const SHARED = "A scenario that a colleague shared";

/** Names in a passage: one on each line, or parted by semicolons or commas; bullets and numbers are left out. */
export function namesIn(passage: string): string[] {
  const lines = passage.includes("\n") ? passage.split("\n") : passage.split(/[;,]| and /);
  const names = lines.map((line) =>
    line
      .replace(/^[\s\-–•*\d.)]+/, "")
      .replace(/[\s.;,]+$/, "")
      .trim(),
  );
  return [...new Set(names.filter((name) => name.length > 1 && name.length <= 200))];
}

/** Who, and after a colon or a dash their part in it. */
export function proposalOf(name: string): Proposal {
  const [, organisation = name, role = ""] = /^(.+?)(?::\s+|\s+[–—-]\s+)(.+)$/.exec(name) ?? [];
  return { organisation, role };
}

/** What the activity's list can start from: shared copies of scenarios, one's own first, and the group's sample. */
export function stakeholdersIn(room: Room, activity: Item): Source[] {
  const from = text(activity, "from_activity");
  const shared = room.sheetsOf(from).filter((id) => id.endsWith(".copy") && room.sheet(id)?.state === "shared");
  const sheet = room.sheetFor(from);
  const own = `${sheet?.id}.copy`;
  const owner = sheet?.people.find((one) => one.owner && one.member !== room.member);
  const whose = owner ? `The scenario that you write with ${owner.name}` : "Your scenario as you shared it";
  const copies = [...shared.filter((id) => id === own), ...shared.filter((id) => id !== own)];
  const sources = copies.map((id) => copied(room, id, id === own ? whose : SHARED, text(activity, "from_prompt")));
  const group = room.items("room", "group").find((one) => one.id === text(room.items("me", "me")[0], "group"));
  const sample = room.items("room", "scenario").find((one) => text(one, "key") === text(group, "scenario"));
  const listed = (sample?.fields?.stakeholders ?? []) as Proposal[];
  if (sample) sources.push({ from: `The sample scenario “${text(sample, "title")}”`, proposals: listed });
  return sources.filter((source) => source.proposals.length);
}

/** The stakeholders of a scenario as it was shared; what is not shared is never read. */
function copied(room: Room, id: string, whose: string, prompt: string): Source {
  const words = new Map(
    (room.sheet(id)?.entries() ?? []).map((entry) => [String(entry.fields.prompt), String(entry.fields.text)]),
  );
  const title = (words.get("step1") ?? "").trim().slice(0, 60);
  const proposals = namesIn(words.get(prompt) ?? "").map(proposalOf);
  return { from: title ? `${whose}: “${title}”` : whose, proposals };
}
