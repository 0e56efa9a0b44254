import { describe, expect, it, vi } from "vitest";
import { Database } from "./database";
import { valuesOf } from "./outbox";
import { TestBrowser } from "./test-browser";
import { aRoom, connected, enter, leave, note, SHEET, saved, sheetOf, texts } from "./test-room";

describe("what may be seen", () => {
  it("is deleted from the device when it is no longer this member's", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    sheet.put("notes", note("Ours"));
    await saved(room);
    browser.server.withdraw("m1", `${SHEET}/inside`);
    await vi.waitFor(() => expect(room.has(`${SHEET}/inside`)).toBe(false));
    expect(sheet.entries()).toEqual([]);
    browser.cut();
    browser.server.withdraw("m1", "group:g1");
    browser.back();
    await vi.waitFor(() => expect(room.has("group:g1")).toBe(false));
    await leave(room);
    browser.cut();
    const again = await enter(browser);
    expect(["room", "me", "group:g1", `${SHEET}/inside`].map((ch) => again.has(ch))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("comes from what is mine and what is shared where one is not inside", async () => {
    const server = aRoom();
    server.tell("room", {
      id: "w1.room",
      kind: "sheet",
      fields: { activity: "w1", holder: "room", state: "shared", writable: false },
    });
    server.grant("m1", "w1.room/mine", "w1.room/shared");
    const room = await enter(new TestBrowser(server, "m1"));
    await connected(room);
    const entry = (id: string, place: number) => ({ id, kind: "entry", step: "notes", fields: { place } });
    server.tell("w1.room/mine", entry("a", 2));
    server.tell("w1.room/shared", entry("a", 2), entry("b", 1));
    const sheet = room.sheetFor("w1");
    await vi.waitFor(() =>
      expect(sheet?.entries().map((one) => [one.id, one.mine])).toEqual([
        ["b", false],
        ["a", true],
      ]),
    );
    expect([sheet?.state, sheet?.writable, room.sheetsOf("w1")]).toEqual(["shared", false, ["w1.room"]]);
  });

  it("says who else is on a sheet, by name", async () => {
    const server = aRoom();
    const room = await enter(new TestBrowser(server, "m1"));
    const sheet = await connected(room);
    server.presence(SHEET, [
      ["m1", "", ""],
      ["m2", "e1", "text"],
    ]);
    await vi.waitFor(() => expect(sheet.here()).toEqual([{ member: "m2", name: "Carys", entry: "e1", field: "text" }]));
    sheet.at("e1", "text");
    sheet.at("e2", "text");
    await vi.waitFor(() => expect(server.places).toEqual([{ t: "at", sheet: SHEET, entry: "e2", field: "text" }]));
  });
});

describe("stops", () => {
  it("turn unsent changes into drafts when the server was restored", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const { server } = browser;
    const room = await enter(browser);
    const sheet = await connected(room);
    sheet.put("notes", note("Before"));
    await saved(room);
    browser.cut();
    sheet.put("notes", note("Not sent"));
    await room.settled();
    server.epoch = "e2";
    server.entries.clear();
    browser.back();
    await vi.waitFor(() =>
      expect(room.drafts().map((draft) => [draft.code, draft.fields.text])).toEqual([["epoch", "Not sent"]]),
    );
    await connected(room);
    expect(texts(sheet)).toEqual([]);
    sheet.put("notes", note("After"));
    await saved(room);
    expect(server.applied.map((change) => change.n)).toEqual([1, 1]);
    expect([...server.devices.values()].map((device) => device.last)).toEqual([1, 1]);
  });

  it("open as whoever joined last, and end what stands open for who was there before", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const alice = await enter(browser);
    (await connected(alice)).put("notes", note("Alice's"));
    await saved(alice);
    browser.member = "m2";
    const bob = await enter(browser);
    await connected(bob);
    expect([bob.member, bob.drafts(), alice.stopped]).toEqual(["m2", [], null]);
    sheetOf(bob).put("notes", note("Bob's"));
    await saved(bob);
    expect(browser.server.applied.map((change) => valuesOf(change).text)).toEqual(["Alice's", "Bob's"]);
    expect([...browser.server.devices.keys()].length).toBe(2);
    browser.back();
    await vi.waitFor(() => expect(alice.stopped?.code).toBe("member"));
    expect([alice.items("room"), alice.connected, bob.stopped, bob.connected]).toEqual([[], false, null, true]);
    await leave(alice);
    await leave(bob);
  });

  it("shows nothing of who was there before while the server cannot be reached", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    await leave(await enter(browser).then(async (room) => (await connected(room)) && room));
    browser.member = "m2";
    browser.cut();
    await expect(enter(browser)).rejects.toThrow("The server cannot be reached");
    browser.member = "m1";
    expect((await enter(browser)).items("room")).toEqual([]);
  });

  it("end, and keep nothing more on the shelf, when the device is cleared from another tab", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    await connected(room);
    await Database.delete(browser.database);
    await vi.waitFor(() => expect(room.stopped?.code).toBe("cleared"));
    expect([room.items("room"), room.connected]).toEqual([[], false]);
  });

  it("pause the outbox when somebody else has signed in", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.readable = false;
    const first = await enter(browser);
    const sheet = await connected(first);
    browser.cut();
    sheet.put("notes", note("Ben's"));
    await first.settled();
    browser.member = "m2";
    browser.back();
    await vi.waitFor(() => expect(first.stopped?.code).toBe("member"));
    expect([first.pending, first.items("room")]).toEqual([1, []]);
    await leave(first);

    const carys = await enter(browser);
    await connected(carys);
    expect([carys.member, carys.pending]).toEqual(["m2", 0]);
    await leave(carys);

    browser.member = "m1";
    const back = await enter(browser);
    await vi.waitFor(() => expect(back.stopped?.code).toBe("member"));
    await leave(back);
    const ben = await enter(browser);
    await saved(ben);
    await vi.waitFor(() => expect(browser.server.applied.length).toBe(1));
    expect(texts(await connected(ben))).toEqual(["Ben's"]);
  });

  it("end it when the member was removed, and keep the outbox", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    await connected(room);
    browser.server.stop({ code: "removed", reason: "You are no longer here." });
    await vi.waitFor(() => expect(room.stopped).toEqual({ code: "removed", reason: "You are no longer here." }));
    expect([room.connected, room.items("room")]).toEqual([false, []]);
    browser.member = "";
    await leave(room);
    const again = await enter(browser);
    expect(again.stopped?.code).toBe("removed");
  });

  it("come back by themselves after storage failed", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.server.stop({ code: "storage", reason: "Full." });
    sheet.put("notes", note("Safe"));
    await saved(room);
    expect(room.stopped).toBe(null);
  });

  it("begin another count when the server's is not this device's", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    sheet.put("notes", note("one"));
    await saved(room);
    browser.cut();
    sheet.put("notes", note("two", 2));
    await room.settled();
    for (const device of browser.server.devices.values()) device.last = 0;
    browser.back();
    await saved(room);
    expect(browser.server.applied.map((change) => change.n)).toEqual([1, 1]);
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["one", "two"]));
  });
});

it("takes a welcome of 2,000 notes in well under 100 ms", async () => {
  const server = aRoom();
  for (let index = 0; index < 2000; index += 1) {
    const fields = note(`A note of about the usual length, number ${index}`, 2000 - index);
    server.change("m2", { t: "put", n: index + 1, id: `e${index}`, sheet: SHEET, step: "notes", fields });
  }
  const room = await enter(new TestBrowser(server, "m1"));
  const sheet = await connected(room);
  const { replica } = room;
  const seq = server.seq + 1;
  const channels = [...replica.state].map(([ch, { stamp, items }]) => ({
    ch,
    stamp,
    seq,
    whole: true,
    items: [...items.values()],
  }));
  const welcome = { t: "welcome" as const, v: 1, epoch: "e1", member: "m1", seq, now: 0, acked: 0, channels };
  const text = JSON.stringify(welcome);
  const began = performance.now();
  replica.take(JSON.parse(text));
  const entries = sheet.entries();
  const took = performance.now() - began;
  console.info(`welcome of 2,000 notes, parsed, applied and read: ${took.toFixed(1)} ms`);
  expect(entries.map((entry) => entry.fields.place)).toEqual(Array.from({ length: 2000 }, (_, index) => index + 1));
  expect(took).toBeLessThan(100);
});
