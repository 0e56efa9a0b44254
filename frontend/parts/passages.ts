/** Taking passages of a scenario into an activity: what a group can take from, cut into pieces that a person chooses. */

import type { Room } from "../store/api";
import type { Item } from "../store/messages";
import { text } from "./room-element";

export interface Source {
  title: string;
  /** Where a note taken from it says that it comes from. */
  from: string;
  pieces: string[];
}

const LONGEST = 600;
const LONGEST_FROM = 200;
const BULLET = /^[\s\-–•*]+|^\s*\d+[.)]\s+/;
const SENTENCE = /(?<=[.!?…]["”’)]?)\s+(?=["“‘(]?[\p{Lu}\d])/u;

/** Lines, and the sentences of each; a piece that is longer than a note is cut at a word. */
export function piecesOf(passage: string): string[] {
  const sentences = passage.split("\n").flatMap((line) => line.replace(BULLET, "").trim().split(SENTENCE));
  const pieces = sentences.map((one) => one.trim()).filter((one) => one.length > 1);
  return [...new Set(pieces)].map((one) =>
    one.length > LONGEST ? `${one.slice(0, LONGEST - 1).replace(/\s+\S*$/, "")}…` : one,
  );
}

/** The scenarios that a group can take from: those that members shared with it, and the sample that it works on. */
export function sourcesFor(room: Room, activity: Item): Source[] {
  const [from, prompt] = [text(activity, "from_activity"), text(activity, "from_prompt")];
  const origin = room.items("room", "activity").find((one) => one.id === from);
  const steps = (origin?.fields?.steps ?? []) as { prompts?: { key: string; label: string }[] }[];
  const prompts = steps.flatMap((step) => step.prompts ?? []);
  const label = prompts.find((one) => one.key === prompt)?.label ?? "";
  const source = (title: string, passage: string): Source => ({
    title,
    from: `${label}, ${title}`.slice(0, LONGEST_FROM),
    pieces: piecesOf(passage),
  });
  const copies = room
    .sheetsOf(from)
    .filter((id) => id.endsWith(".copy") && room.sheet(id)?.state === "shared")
    .map((id, number) => {
      const words = new Map(
        (room.sheet(id)?.entries() ?? []).map((one) => [one.fields.prompt, String(one.fields.text)]),
      );
      return source((words.get(prompts[0]?.key) ?? `Scenario ${number + 1}`).slice(0, 80), words.get(prompt) ?? "");
    });
  return [...copies, ...samples(room, prompt, source)].filter((one) => one.pieces.length);
}

function samples(room: Room, prompt: string, source: (title: string, passage: string) => Source): Source[] {
  const group = room.items("room", "group").find((one) => one.id === text(room.items("me", "me")[0], "group"));
  const all = room.items("room", "scenario");
  const own = all.filter((one) => text(one, "key") === text(group, "scenario"));
  return (own.length ? own : all).map((one) =>
    source(text(one, "title"), ((one.fields?.steps ?? {}) as Record<string, string>)[prompt] ?? ""),
  );
}
