// The browser's merging, held to the vectors that the server's is held to.
import { expect, it } from "vitest";
import vectors from "../../tests/vectors/merging.json";
import { merge } from "./merging";

it.each(vectors)("merges $base", ({ base, mine, theirs, merged }) => {
  expect(merge(base, mine, theirs)).toBe(merged);
  expect(merge(base, theirs, mine)).toBe(merged);
});
