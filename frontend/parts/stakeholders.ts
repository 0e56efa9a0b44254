/** Stakeholders that a scenario names: one's own step on who is involved, else the group's sample scenario. */

import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { text } from "./room-element";

export interface Proposal {
  organisation: string;
  role: string;
  from: string;
}

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

/** What the activity's list can start from. */
export function stakeholdersIn(room: Room, activity: Item): Proposal[] {
  const sheet = room.sheetFor(text(activity, "from_activity"));
  const own = sheet?.entries().find((entry) => entry.fields.prompt === text(activity, "from_prompt"));
  const names = namesIn(String(own?.fields.text ?? ""));
  if (names.length) return names.map((organisation) => ({ organisation, role: "", from: "your scenario, step 3" }));
  const group = room.items("room", "group").find((one) => one.id === text(room.items("me", "me")[0], "group"));
  const sample = room.items("room", "scenario").find((one) => text(one, "key") === text(group, "scenario"));
  const listed = (sample?.fields?.stakeholders ?? []) as { organisation: string; role: string }[];
  return listed.map((one) => ({ ...one, from: `the sample scenario ${text(sample, "title")}` }));
}
