// The browser's merging, held to the vectors that the server's is held to.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { merge } from "./merging";

interface Vector {
  base: string;
  mine: string;
  theirs: string;
  merged: string | null;
}
const vectors = JSON.parse(readFileSync("tests/vectors/merging.json", "utf8")) as Vector[];

it.each(vectors)("merges $base", ({ base, mine, theirs, merged }) => {
  expect(merge(base, mine, theirs)).toBe(merged);
  expect(merge(base, theirs, mine)).toBe(merged);
});
