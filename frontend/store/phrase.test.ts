import { sha256 } from "@noble/hashes/sha2.js";
import { expect, it, vi } from "vitest";
import { derived, newPhrase, proves, secret, verifier } from "./phrase";

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
});

it("sends only the second half, which case and the form of letters do not change", async () => {
  const known = await derived(PHRASE, "rk3f");
  const hex = hexOf(known);
  const decomposed = PHRASE.map((word) => word.toLowerCase().normalize("NFD"));
  expect(await verifier(decomposed, "rk3f")).toBe(hex.slice(64));
  expect(hexOf(await secret(PHRASE, "rk3f"))).toBe(hex.slice(0, 64));
  expect(await verifier(PHRASE, "rother")).not.toBe(hex.slice(64));
});

it("proves only what the same words prove for the same room or series", async () => {
  const hash = hexOf(sha256(new TextEncoder().encode(await verifier(PHRASE, "rk3f"))));
  expect(await proves(PHRASE, "rk3f", hash)).toBe(true);
  expect(await proves(PHRASE, "rother", hash)).toBe(false);
  expect(await proves([...PHRASE].reverse(), "rk3f", hash)).toBe(false);
});
