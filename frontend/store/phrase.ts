// The six words that bring a person back on any device: made here, and never sent; the server gets a verifier only.

import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";

const WORDS = 6;
const ROUNDS = 210_000;
const BYTES = 64;

/** Six words of a list, each as likely as any other. The list must have at least two words. */
export function newPhrase(words: string[]): string[] {
  return Array.from({ length: WORDS }, () => words[below(words.length)] ?? "");
}

/** A random whole number under `limit`: numbers that would favour some results are thrown away. */
function below(limit: number): number {
  const usable = Math.floor(2 ** 32 / limit) * limit;
  const number = new Uint32Array(1);
  do crypto.getRandomValues(number);
  while ((number[0] ?? 0) >= usable);
  return (number[0] ?? 0) % limit;
}

/** What the server compares a hash of: the last 32 bytes of the derivation, in hexadecimal. */
export function verifierOf(bytes: Uint8Array): string {
  return hex(bytes.slice(32));
}

/** Whether a proof is what the server keeps this hash of. */
export function proves(verifier: string, hash: string): boolean {
  return hex(sha256(new TextEncoder().encode(verifier))) === hash;
}

/**
 * 64 bytes from the phrase, by the browser where it may (https), else by our own means (plain http). The first 32 never
 * leave the device: they make the key for sealing. `mix`: the room or the series that the words are for.
 */
export function derived(phrase: string[], mix: string, subtle: SubtleCrypto | null = crypto.subtle ?? null) {
  const password = new TextEncoder().encode(phrase.join(" ").toLowerCase().normalize("NFKC"));
  const salt = new TextEncoder().encode(`commonweal ${mix}`);
  return subtle ? natively(subtle, password, salt) : pbkdf2Async(sha256, password, salt, { c: ROUNDS, dkLen: BYTES });
}

async function natively(subtle: SubtleCrypto, password: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>) {
  const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return new Uint8Array(await subtle.deriveBits(parameters, key, BYTES * 8));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
