// What a device keeps of a member's six words: the words, and the key made from them. Neither is ever sent.

import { derived, verifierOf } from "./phrase";
import { base64url, fromBase64url, sealingKey } from "./sealing";

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const phraseName = (room: string, member: string): string => `cw-phrase ${room} ${member}`;
const keyName = (room: string, member: string): string => `cw-key ${room} ${member}`;

/** What six words give: the proof for the server, and the key that stays here. `mix`: their room, or its series. */
export async function fromPhrase(phrase: string[], mix: string): Promise<{ verifier: string; key: Uint8Array }> {
  const bytes = await derived(phrase, mix);
  return { verifier: verifierOf(bytes), key: sealingKey(bytes.slice(0, 32), mix) };
}

export function keepPhrase(shelf: Shelf, room: string, member: string, phrase: string[]): void {
  shelf.setItem(phraseName(room, member), phrase.join(" "));
}

export function keptPhrase(shelf: Shelf, room: string, member: string): string[] | null {
  return shelf.getItem(phraseName(room, member))?.split(" ") ?? null;
}

/** Every phrase that this device keeps, for whatever workshop and member, each once. */
export function keptPhrases(shelf: Storage): string[][] {
  const names = Object.keys(shelf).filter((name) => name.startsWith("cw-phrase "));
  return [...new Set(names.map((name) => shelf.getItem(name) ?? ""))].map((words) => words.split(" "));
}

export function keepKey(shelf: Shelf, room: string, member: string, key: Uint8Array): void {
  shelf.setItem(keyName(room, member), base64url(key));
}

/** The member's key, if this device has it. */
export function keptKey(shelf: Shelf, room: string, member: string): Uint8Array | null {
  const kept = shelf.getItem(keyName(room, member));
  if (!kept) return null;
  try {
    const key = fromBase64url(kept);
    return key.length === 32 ? key : null;
  } catch {
    return null;
  }
}

/** Six words as somebody typed them: spaces, commas and capitals do not matter. Null when they are not six. */
export function typedPhrase(text: string): string[] | null {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}-]+/u)
    .filter(Boolean);
  return words.length === 6 ? words : null;
}
