import { sha256 } from "@noble/hashes/sha2.js";
import { expect, it, vi } from "vitest";
import { fromPhrase } from "./keys";
import { derived, newPhrase, proves, verifierOf } from "./phrase";

const PHRASE = ["Amber", "Brook", "Cedar", "Dune", "Élan", "Fern"];

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

it("makes six words of the list, each of which can come", () => {
  const words = ["a", "b", "c"];
  const found = Array.from({ length: 60 }, () => newPhrase(words));
  expect(new Set(found.map((phrase) => phrase.length))).toEqual(new Set([6]));
  expect(new Set(found.flat())).toEqual(new Set(words));
});

it("throws numbers away that would favour the first words", () => {
  const numbers = [2 ** 32 - 1, 4, 1, 2, 0, 5, 3];
  const random = vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    (array as Uint32Array)[0] = numbers.shift() ?? 0;
    return array;
  });
  expect(newPhrase(["a", "b", "c"])).toEqual(["b", "b", "c", "a", "c", "a"]);
  random.mockRestore();
});

it("derives the same with the browser's means and with our own", async () => {
  const native = await derived(PHRASE, "rk3f");
  const own = await derived(PHRASE, "rk3f", null);
  expect(own).toEqual(native);
  expect(native.length).toBe(64);
}, 30_000);

it("sends only the second half, which case and the form of letters do not change", async () => {
  const known = await derived(PHRASE, "rk3f");
  const hex = hexOf(known);
  const decomposed = PHRASE.map((word) => word.toLowerCase().normalize("NFD"));
  expect(verifierOf(known)).toBe(hex.slice(64));
  expect((await fromPhrase(decomposed, "rk3f")).verifier).toBe(hex.slice(64));
  expect((await fromPhrase(PHRASE, "rother")).verifier).not.toBe(hex.slice(64));
});

it("proves only what the same words prove for the same room or series", async () => {
  const proof = async (phrase: string[], mix: string) => (await fromPhrase(phrase, mix)).verifier;
  const hash = hexOf(sha256(new TextEncoder().encode(await proof(PHRASE, "rk3f"))));
  expect(proves(await proof(PHRASE, "rk3f"), hash)).toBe(true);
  expect(proves(await proof(PHRASE, "rother"), hash)).toBe(false);
  expect(proves(await proof([...PHRASE].reverse(), "rk3f"), hash)).toBe(false);
});
