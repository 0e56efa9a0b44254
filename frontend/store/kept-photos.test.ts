import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { forgetPhotos, keepPhoto, keptPhoto, waitingPhotos } from "./kept-photos";

const MINE = { room: "r1", member: "m1", sheet: "a2.g1" };
const CHART = new Blob(["a flip chart"], { type: "image/jpeg" });

it("keeps a photo for whoever chose it, for its sheet, until it is let go", async () => {
  await keepPhoto(MINE, CHART);
  expect((await keptPhoto(MINE))?.size).toBe(CHART.size);
  expect(await keptPhoto({ ...MINE, member: "m2" })).toBeUndefined();
  expect(await keptPhoto({ ...MINE, sheet: "a3.g1" })).toBeUndefined();
  expect(await keptPhoto({ ...MINE, room: "r2" })).toBeUndefined();
  await keepPhoto(MINE, null);
  expect(await keptPhoto(MINE)).toBeUndefined();
});

it("counts what waits, of anybody, and forgets it all", async () => {
  await keepPhoto(MINE, CHART);
  await keepPhoto({ ...MINE, member: "m2" }, CHART);
  expect(await waitingPhotos()).toBe(2);
  await forgetPhotos();
  expect(await waitingPhotos()).toBe(0);
});
