import { describe, expect, it, vi } from "vitest";
import { TIMING } from "./surroundings";
import { TestBrowser } from "./test-browser";
import { aRoom, connected, enter, leave, note, SHEET, saved, sheetOf, texts } from "./test-room";

describe("the network", () => {
  it("is found dead within ten seconds when nothing comes back", async () => {
    expect(TIMING.ping + TIMING.pong + TIMING.watch).toBeLessThan(10_000);
    const browser = new TestBrowser(aRoom(), "m1");
    Object.assign(browser.timing, { ping: 50, pong: 30, watch: 10 });
    const room = await enter(browser);
    const sheet = await connected(room);
    await new Promise((done) => setTimeout(done, 200));
    expect(room.transport).toBe("socket");
    const fetched = browser.requests;
    browser.held = true;
    const began = Date.now();
    sheet.put("notes", note("Half open"));
    await vi.waitFor(() => expect(room.saving).toBe("device"), { interval: 5 });
    expect(Date.now() - began).toBeLessThan(1000);
    browser.held = false;
    await saved(room);
    expect(browser.requests).toBeGreaterThan(fetched);
  });

  it("carries it by HTTP where no socket can be had, and by a socket again later", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.sockets = false;
    browser.timing.socketAgain = 30;
    const room = await enter(browser);
    const sheet = await connected(room);
    expect(room.transport).toBe("http");
    sheet.put("notes", note("By post"));
    await saved(room);
    browser.server.change("m2", { t: "put", n: 1, id: "x", sheet: SHEET, step: "notes", fields: note("Theirs", 2) });
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["By post", "Theirs"]));
    browser.sockets = true;
    await vi.waitFor(() => expect(room.transport).toBe("socket"));
    sheet.put("notes", note("By wire", 3));
    await saved(room);
    expect(browser.server.applied.map((change) => change.n)).toEqual([1, 1, 2]);
  });

  it("must be there the first time, and only then", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.online = false;
    await expect(enter(browser)).rejects.toThrow("this device has not been in this workshop before");
    browser.online = true;
    await leave(await enter(browser));
    browser.online = false;
    expect((await enter(browser)).member).toBe("m1");
  });

  it("runs commands, or says why not", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    expect(await room.command("good")).toMatchObject({ ok: true });
    await expect(room.command("bad")).rejects.toThrow("No.");
    browser.cut();
    await expect(room.command("good")).rejects.toThrow("Nothing was changed");
  });
});

describe("two tabs", () => {
  it("share one outbox; one leads and the other follows and takes over", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const first = await enter(browser);
    const one = await connected(first);
    const second = await enter(browser);
    const two = await connected(second);
    expect(browser.server.links.size).toBe(1);

    one.put("notes", note("from one", 1));
    const id = two.put("notes", note("from two", 2));
    await saved(first, second);
    await vi.waitFor(() =>
      expect([texts(one), texts(two)]).toEqual([
        ["from one", "from two"],
        ["from one", "from two"],
      ]),
    );

    await leave(first);
    await connected(second);
    two.patch(id, { text: "from two again" });
    await saved(second);
    expect(browser.server.applied.map((change) => change.n)).toEqual([1, 2, 3]);
    expect(browser.server.devices.size).toBe(1);
  });

  it("show each other's unsent changes without a network", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const first = await enter(browser);
    const one = await connected(first);
    const second = await enter(browser);
    const two = await connected(second);
    browser.cut();
    await vi.waitFor(() => expect([first.connected, second.connected]).toEqual([false, false]));
    const id = one.put("notes", note("a"));
    await vi.waitFor(() => expect(texts(two)).toEqual(["a"]));
    two.patch(id, { text: "ab" });
    await vi.waitFor(() => expect(texts(one)).toEqual(["ab"]));
    browser.back();
    await saved(first, second);
    expect(browser.server.applied.map((change) => change.t)).toEqual(["put"]);
  });

  it("are told apart from a frozen one, from which the lead is taken", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.timing.leader = 20;
    const frozen = await enter(browser);
    await connected(frozen);
    Object.assign(frozen, {
      told: () => new Promise(() => undefined),
      surroundings: { ...browser.tab(), visible: () => false },
    });
    const seen = await enter(browser);
    const sheet = await connected(seen);
    sheet.put("notes", note("Awake"));
    await saved(seen);
    expect(browser.server.applied.length).toBe(1);
  });

  it("have an outbox each where there are no locks, also over a reload", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.secure = false;
    const session = new Map<string, string>();
    const first = await enter(browser, session);
    const second = await enter(browser, new Map());
    const [one, two] = [await connected(first), await connected(second)];
    one.put("notes", note("one", 1));
    two.put("notes", note("two", 2));
    await saved(first, second);
    expect([...browser.server.devices.values()].map((device) => device.last)).toEqual([1, 1]);

    browser.cut();
    one.put("notes", note("three", 3));
    await leave(first);
    const again = await enter(browser, session);
    expect([texts(sheetOf(again)), again.pending]).toEqual([["one", "two", "three"], 1]);
    browser.back();
    await saved(again);
    expect([...browser.server.devices.values()].map((device) => device.last).sort()).toEqual([1, 2]);
  });
});
