// Boxes, held to the vector that the server's check of their form is held to.
import { expect, it } from "vitest";
import vector from "../../tests/vectors/boxes.json";
import { fromBase64url, open, SIZES, seal, sealingKey } from "./sealing";

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
const KEY = bytes(vector.key);
const { place, fields, box } = vector;

it("makes the key and the box of the vector, and opens it", () => {
  expect(sealingKey(bytes(vector.secret), vector.mixed)).toEqual(KEY);
  expect(seal(fields, KEY, place, { nonce: bytes(vector.nonce) })).toBe(box);
  expect(open(box, KEY, place)).toEqual(fields);
  expect([...SIZES]).toEqual(vector.sizes);
});

it("binds the key to what the words were mixed with", () => {
  expect(sealingKey(bytes(vector.secret), "rother")).not.toEqual(KEY);
});

it.each([
  ["another room", { ...place, room: "rother" }],
  ["another sheet", { ...place, sheet: "w8.m13" }],
  ["another entry", { ...place, entry: "0b5ad2f4-6f0c-4c6e-9a2b-0f6f7f0a1b01" }],
])("does not open in %s", (_, elsewhere) => {
  expect(open(box, KEY, elsewhere)).toBe(null);
});

it("does not open with another key, or when a single letter is another", () => {
  expect(open(box, KEY.slice().fill(1, 0, 1), place)).toBe(null);
  const at = [1, 20, 40, 200, box.length - 3];
  const changed = at.map((n) => `${box.slice(0, n)}${box[n] === "A" ? "B" : "A"}${box.slice(n + 1)}`);
  expect(changed.map((one) => open(one, KEY, place))).toEqual(at.map(() => null));
  expect([null, 3, "", "A", "?", "AQ"].map((one) => open(one, KEY, place))).toEqual(Array(6).fill(null));
});

it("tells only which of few sizes it has", () => {
  const sizeOf = (text: string) => fromBase64url(seal({ text }, KEY, place) ?? "").length - 41;
  const empty = JSON.stringify({ text: "" }).length;
  expect(["", "a", "x".repeat(256 - empty)].map(sizeOf)).toEqual([256, 256, 256]);
  expect(["x".repeat(257 - empty), "é".repeat(2000), "x".repeat(8000)].map(sizeOf)).toEqual([1024, 4096, 16_384]);
  const full = "x".repeat(16_384 - empty);
  expect(open(seal({ text: full }, KEY, place), KEY, place)).toEqual({ text: full });
  expect(seal({ text: `${full}x` }, KEY, place)).toBe(null);
});

it("keeps any length in a draft", () => {
  const text = "x".repeat(40_000);
  expect(open(seal({ text }, KEY, place, { draft: true }), KEY, place)).toEqual({ text });
});

it("never makes the same box twice", () => {
  expect(seal(fields, KEY, place)).not.toBe(seal(fields, KEY, place));
});
