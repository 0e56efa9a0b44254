// What a page leaves behind that ended before its database had it: who takes it over, and when.
import "fake-indexeddb/auto";
import { expect, it, vi } from "vitest";
import { TestBrowser } from "./test-browser";
import { aRoom, connected, crash, enter, leave, note, saved, sheetOf, texts } from "./test-room";

it("takes over, once, what the tab's last page wrote as it ended", async () => {
  const browser = new TestBrowser(aRoom(), "m1");
  const first = await enter(browser);
  await connected(first);
  sheetOf(first).put("notes", note("at the last moment"));
  crash(first);
  for (const _ of [1, 2]) {
    const next = await enter(browser);
    expect(texts(await connected(next))).toEqual(["at the last moment"]);
    await saved(next);
    await leave(next);
  }
  expect(browser.server.applied.length).toBe(1);
  expect([...browser.shelf.keys()].filter((name) => name.startsWith("cw-journal"))).toEqual([]);
});

it("takes over what another tab wrote as it ended when somebody turns to this one", async () => {
  const browser = new TestBrowser(aRoom(), "m1");
  const [stays, ends] = [await enter(browser), await enter(browser)];
  await connected(stays);
  await vi.waitFor(() => sheetOf(ends));
  sheetOf(ends).put("notes", note("of the other tab"));
  crash(ends);
  browser.back();
  await vi.waitFor(() => expect(texts(sheetOf(stays))).toEqual(["of the other tab"]));
  await saved(stays);
  expect(browser.server.applied.length).toBe(1);
});

it("takes over a closed tab's words without locks, when it has not been heard of for a while", async () => {
  const browser = new TestBrowser(aRoom(), "m1");
  browser.secure = false;
  browser.timing.beat = 25;
  const first = await enter(browser);
  await connected(first);
  sheetOf(first).put("notes", note("over plain http"));
  crash(first);
  const next = await enter(browser, new Map());
  await connected(next);
  await vi.waitFor(() => expect(texts(sheetOf(next))).toEqual(["over plain http"]), 5000);
  await saved(next);
  expect(browser.server.applied.length).toBe(1);
});

it("leaves a page that is open what it has, also without locks", async () => {
  const browser = new TestBrowser(aRoom(), "m1");
  browser.secure = false;
  browser.timing.beat = 25;
  const open = await enter(browser);
  await connected(open);
  Object.assign(open.replica.ledger, { store: () => Promise.resolve("failed") });
  sheetOf(open).put("notes", note("not stored yet"));
  const other = await enter(browser, new Map());
  await connected(other);
  await new Promise((done) => setTimeout(done, 300));
  expect(texts(sheetOf(other))).toEqual([]);
  expect([...browser.shelf.keys()].filter((name) => name.startsWith("cw-journal")).length).toBe(1);
  crash(open);
});

it("lets a journal go only when what was in it is kept elsewhere", async () => {
  const browser = new TestBrowser(aRoom(), "m1");
  const first = await enter(browser);
  await connected(first);
  sheetOf(first).put("notes", note("on a full shelf"));
  crash(first);
  browser.full = true;
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const next = await enter(browser);
  await saved(next);
  expect(texts(await connected(next))).toEqual(["on a full shelf"]);
  expect([...browser.shelf.keys()].filter((name) => name.startsWith("cw-journal"))).toEqual([]);
  warn.mockRestore();
});

it("opens where a journal is not what it should be", async () => {
  const browser = new TestBrowser(aRoom(), "m1");
  browser.shelf.set("cw-journal rk3f|m1 one", "{}");
  browser.shelf.set("cw-journal rk3f|m1 two", "no JSON");
  await connected(await enter(browser));
  expect([...browser.shelf.keys()].filter((name) => name.startsWith("cw-journal"))).toEqual([]);
});
