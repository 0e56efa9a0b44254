// Sealing what a person writes for themselves alone: the key that their six words give, and boxes that only it opens.

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

export type Fields = Record<string, unknown>;

/** The field of an entry on a sealed sheet that holds its box. */
export const BOX = "box";
/** What a box may hold in bytes, padding included; `blocks/fields.py` has them too. */
export const SIZES = [256, 1024, 4096, 16_384] as const;
const LARGEST = 16_384;
const VERSION = 1;
const NONCE = 24;

/** What a box is bound to: moved to another place, it does not open. */
export interface Place {
  room: string;
  sheet: string;
  entry: string;
}

/** The key for sealing, from the secret half of the derivation and what the six words were mixed with. */
export function sealingKey(secret: Uint8Array, mixed: string): Uint8Array {
  return hkdf(sha256, secret, undefined, utf8(`commonweal sealing 1 ${mixed}`), 32);
}

/**
 * Fields in a box, as base64url: version, nonce, and the fields as JSON, padded to one of the sizes. Null when they are
 * too long for the largest; `draft` boxes stay on the device and may be of any multiple of it.
 */
export function seal(
  fields: Fields,
  key: Uint8Array,
  place: Place,
  { draft = false, nonce = random(NONCE) }: { draft?: boolean; nonce?: Uint8Array } = {},
): string | null {
  const words = utf8(JSON.stringify(fields));
  const size = SIZES.find((one) => one >= words.length) ?? (draft ? Math.ceil(words.length / LARGEST) * LARGEST : 0);
  if (!size) return null;
  const padded = new Uint8Array(size);
  padded.set(words);
  const closed = xchacha20poly1305(key, nonce, boundTo(place)).encrypt(padded);
  const box = new Uint8Array(1 + NONCE + closed.length);
  box[0] = VERSION;
  box.set(nonce, 1);
  box.set(closed, 1 + NONCE);
  return base64url(box);
}

/** The fields in a box; null when this key, or this place, is not the one that it was sealed with. */
export function open(box: unknown, key: Uint8Array, place: Place): Fields | null {
  if (typeof box !== "string") return null;
  try {
    const bytes = fromBase64url(box);
    if (bytes[0] !== VERSION) return null;
    const cipher = xchacha20poly1305(key, bytes.slice(1, 1 + NONCE), boundTo(place));
    const words = new TextDecoder().decode(cipher.decrypt(bytes.slice(1 + NONCE)));
    const fields: unknown = JSON.parse(words.replace(/\0+$/, ""));
    return typeof fields === "object" && fields !== null && !Array.isArray(fields) ? (fields as Fields) : null;
  } catch {
    return null;
  }
}

function boundTo({ room, sheet, entry }: Place): Uint8Array {
  return utf8(JSON.stringify(["commonweal sealed 1", room, sheet, entry, BOX]));
}

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text: string): Uint8Array {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
