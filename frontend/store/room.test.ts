import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Sheet } from "./api";
import { Database } from "./database";
import { openRoom, type RoomStore } from "./room";
import { TIMING } from "./surroundings";
import { TestBrowser } from "./test-browser";
import { TestServer } from "./test-server";

const SHEET = "a2.g1";
const opened = new Set<RoomStore>();

afterEach(async () => {
  await Promise.all([...opened].map((room) => room.close()));
  opened.clear();
});

/** Ben (m1) and Carys (m2) are in group 1, which works on a2. */
function aRoom(): TestServer {
  const server = new TestServer();
  server.tell("room", { id: "info", kind: "info", fields: { title: "Day" } });
  const fields = { activity: "a2", holder: "g1", state: "open", writable: true };
  server.tell("group:g1", { id: SHEET, kind: "sheet", fields });
  server.tell(
    "group:g1",
    { id: "m1", kind: "person", fields: { name: "Ben" } },
    { id: "m2", kind: "person", fields: { name: "Carys" } },
  );
  for (const member of ["m1", "m2"]) {
    server.tell(`me ${member}`, { id: member, kind: "me", fields: { name: member, group: "g1" } });
    server.grant(member, "room", "me", "group:g1", `${SHEET}/inside`);
  }
  return server;
}

async function enter(browser: TestBrowser, session?: Map<string, string>): Promise<RoomStore> {
  const room = await openRoom("rk3f", "participant", browser.tab(session));
  opened.add(room);
  return room;
}

async function leave(room: RoomStore): Promise<void> {
  opened.delete(room);
  await room.close();
}

async function connected(room: RoomStore): Promise<Sheet> {
  await vi.waitFor(() => expect(room.connected).toBe(true));
  return sheetOf(room);
}

function sheetOf(room: RoomStore): Sheet {
  const sheet = room.sheetFor("a2");
  if (!sheet) throw new Error("the sheet is not there");
  return sheet;
}

const saved = (...rooms: RoomStore[]) =>
  vi.waitFor(() => expect(rooms.map((room) => room.saving)).toEqual(rooms.map(() => "saved")), 5_000);
const texts = (sheet: Sheet) => sheet.entries("notes").map((entry) => entry.fields.text);
const note = (text: string, place = 1) => ({ column: "up", text, place });

describe("writing", () => {
  it("shows at once, reaches the server once, and others", async () => {
    const server = aRoom();
    const [ben, carys] = await Promise.all([
      enter(new TestBrowser(server, "m1")),
      enter(new TestBrowser(server, "m2")),
    ]);
    const [mine, theirs] = await Promise.all([connected(ben), connected(carys)]);

    const id = mine.put("notes", note("Hello"));

    expect(mine.entries().map((entry) => [entry.id, entry.mine, entry.saving])).toEqual([[id, true, "saving"]]);
    await saved(ben);
    await vi.waitFor(() =>
      expect(theirs.entries().map((entry) => [entry.id, entry.mine, entry.by])).toEqual([[id, false, "m1"]]),
    );
    expect(server.applied.length).toBe(1);
    expect(mine.entries().map((entry) => [entry.id, entry.saving])).toEqual([[id, "saved"]]);
  });

  it("never lets an entry flicker away between the acknowledgement and the frame", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.held = true;
    sheet.put("notes", note("Still here"));
    await room.settled();
    const seen: unknown[][] = [];
    for (let step = 0; step < 40 && room.items(`${SHEET}/inside`).length === 0; step += 1) {
      await new Promise((done) => setTimeout(done, 1));
      browser.step("up");
      browser.step("down");
      seen.push(texts(sheet));
    }
    expect(room.items(`${SHEET}/inside`).length).toBe(1);
    expect(new Set(seen.map(String))).toEqual(new Set(["Still here"]));
    browser.release();
  });

  it("keeps an acknowledged entry over a reload without a network", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.held = true;
    sheet.put("notes", note("Acknowledged"));
    await vi.waitFor(() => {
      browser.step("up");
      expect(room.pending).toBe(1);
      expect(browser.server.applied.length).toBe(1);
    });
    browser.step("down");
    await vi.waitFor(() => expect(room.pending).toBe(0));
    browser.cut();
    await leave(room);
    const again = await enter(browser);
    expect(
      sheetOf(again)
        .entries()
        .map((entry) => [entry.fields.text, entry.saving]),
    ).toEqual([["Acknowledged", "saved"]]);
    browser.held = false;
    browser.back();
    await connected(again);
    expect(texts(sheetOf(again))).toEqual(["Acknowledged"]);
    expect(browser.server.applied.length).toBe(1);
  });

  it("writes offline, survives a reload, and arrives once each", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const first = await enter(browser);
    await connected(first);
    browser.cut();
    await vi.waitFor(() => expect(first.connected).toBe(false));
    const sheet = sheetOf(first);
    const ids = ["one", "two", "three"].map((text, index) => sheet.put("notes", note(text, index)));
    sheet.patch(ids[1] as string, { text: "two and a half" });
    await first.settled();
    expect([first.saving, first.pending, sheet.saving]).toEqual(["device", 3, "device"]);
    await leave(first);

    const second = await enter(browser);
    expect(texts(sheetOf(second))).toEqual(["one", "two and a half", "three"]);
    expect([second.saving, second.pending]).toEqual(["device", 3]);
    browser.back();
    await saved(second);
    expect(browser.server.applied.map((change) => [change.n, change.t, change.id])).toEqual(
      ids.map((id, index) => [index + 1, "put", id]),
    );
    expect(texts(sheetOf(second))).toEqual(["one", "two and a half", "three"]);
  });

  it("sends again what was applied but not acknowledged, to no effect", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.held = true;
    sheet.put("notes", note("Once"));
    await vi.waitFor(() => {
      browser.step("up");
      expect(browser.server.applied.length).toBe(1);
    });
    browser.held = false;
    browser.drop();
    await saved(room);
    expect(texts(sheet)).toEqual(["Once"]);
    expect(browser.server.applied.length).toBe(1);
  });

  it("takes back an unsent entry without anybody hearing of it", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.cut();
    const id = sheet.put("notes", note("Never mind"));
    sheet.remove(id);
    sheet.put("notes", note("Kept"));
    expect(texts(sheet)).toEqual(["Kept"]);
    browser.back();
    await saved(room);
    expect(browser.server.applied.map((change) => [change.n, change.t])).toEqual([[2, "put"]]);
    expect(room.drafts()).toEqual([]);
  });

  it("sends more than one push holds", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.cut();
    for (let index = 0; index < 450; index += 1) sheet.put("notes", note(`n${index}`, index));
    browser.back();
    await saved(room);
    expect(browser.server.applied.length).toBe(450);
    expect(texts(sheet).length).toBe(450);
  });

  it("keeps a text that is too long as a draft", async () => {
    const room = await enter(new TestBrowser(aRoom(), "m1"));
    const sheet = await connected(room);
    sheet.put("notes", note("x".repeat(300_000)));
    expect(sheet.drafts().map((draft) => [draft.code, String(draft.fields.text).length])).toEqual([["size", 300_000]]);
    expect(room.pending).toBe(0);
  });
});

describe("refusals", () => {
  it("become drafts, kept until they are dropped", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.server.refuse = (change) =>
      change.t === "put" && change.fields.text === "No" ? { code: "late", reason: "It was closed." } : null;
    const room = await enter(browser);
    const sheet = await connected(room);
    const ids = [sheet.put("notes", note("No")), sheet.put("notes", note("Yes"))];
    await saved(room);
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["Yes"]));
    const draft = {
      sheet: SHEET,
      entry: ids[0],
      step: "notes",
      fields: note("No"),
      reason: "It was closed.",
      code: "late",
    };
    expect(sheet.drafts()).toMatchObject([draft]);
    await leave(room);

    const again = await enter(browser);
    expect(again.drafts()).toMatchObject([draft]);
    await connected(again);
    again.dropDraft(again.drafts()[0]?.key ?? "");
    expect(again.drafts()).toEqual([]);
    await vi.waitFor(async () => expect(await (await Database.open(browser.database)).drafts("rk3f|m1")).toEqual([]));
  });

  it("of a change to something deleted keep the words", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    const id = sheet.put("notes", note("Mine"));
    await saved(room);
    browser.cut();
    sheet.patch(id, { text: "Mine, longer" });
    browser.server.change("m2", { t: "remove", n: 1, id, sheet: SHEET });
    browser.back();
    await saved(room);
    expect(texts(sheet)).toEqual([]);
    expect(sheet.drafts().map((draft) => [draft.code, draft.fields])).toEqual([["gone", { text: "Mine, longer" }]]);
  });

  it("of what the server cannot read single out the culprit", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.server.unreadable = (message) =>
      message.t === "push" && message.changes.some((change) => change.t === "put" && change.fields.text === "bad");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.cut();
    for (const [place, text] of ["a", "bad", "b"].entries()) sheet.put("notes", note(text, place));
    browser.back();
    await saved(room);
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["a", "b"]));
    expect(room.drafts().map((draft) => [draft.code, draft.fields.text])).toEqual([["malformed", "bad"]]);
    expect(browser.server.applied.map((change) => change.n)).toEqual([1, 3]);
  });
});

describe("one text, two people", () => {
  it("shows both people's words while an edit waits, and ends with both", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    const id = sheet.put("notes", note("one two three"));
    await saved(room);
    const revision = browser.server.entries.get(id)?.revs?.text ?? 0;
    browser.held = true;
    sheet.patch(id, { text: "one two three four" });
    expect(texts(sheet)).toEqual(["one two three four"]);
    const edit = { base: revision, value: "zero one two three", was: "one two three" };
    browser.server.change("m2", { t: "patch", n: 1, id, sheet: SHEET, edits: { text: edit } });
    browser.step("down");
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["zero one two three four"]));
    browser.release();
    await saved(room);
    expect(browser.server.entries.get(id)?.fields?.text).toBe("zero one two three four");
    expect(texts(sheet)).toEqual(["zero one two three four"]);
  });

  it("is not written over by somebody who began before the other's change", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    const id = sheet.put("notes", note("one two three"));
    await saved(room);
    await vi.waitFor(() => expect(room.items(`${SHEET}/inside`).length).toBe(1));
    sheet.at(id, "text");
    const edit = {
      base: browser.server.entries.get(id)?.revs?.text ?? 0,
      value: "zero one two three",
      was: "one two three",
    };
    browser.server.change("m2", { t: "patch", n: 1, id, sheet: SHEET, edits: { text: edit } });
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["zero one two three"]));
    sheet.patch(id, { text: "one two three four" });
    await saved(room);
    sheet.patch(id, { text: "one two three four five" });
    await saved(room);
    expect(browser.server.entries.get(id)?.fields?.text).toBe("zero one two three four five");
  });

  it("keeps both versions of the same words until a person chooses", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    const id = sheet.put("notes", note("white house"));
    await saved(room);
    browser.cut();
    sheet.patch(id, { text: "blue house" });
    const edit = { base: browser.server.entries.get(id)?.revs?.text ?? 0, value: "red house", was: "white house" };
    browser.server.change("m2", { t: "patch", n: 1, id, sheet: SHEET, edits: { text: edit } });
    expect(texts(sheet)).toEqual(["blue house"]);
    browser.back();
    await saved(room);
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["red house"]));
    expect(sheet.entries()[0]?.versions).toMatchObject({ text: [{ text: "blue house", by: "m1" }] });
    sheet.settle(id, "text", "purple house");
    await saved(room);
    await vi.waitFor(() =>
      expect(sheet.entries()[0]).toMatchObject({ fields: { text: "purple house" }, versions: {} }),
    );
  });

  it("typed quickly is a few changes, and all of it", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    browser.timing.push = 20;
    const room = await enter(browser);
    const sheet = await connected(room);
    const id = sheet.put("notes", note(""));
    await saved(room);
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`);
    for (let count = 1; count <= words.length; count += 1) {
      sheet.patch(id, { text: words.slice(0, count).join(" ") });
      if (count % 10 === 0) await room.settled();
    }
    await saved(room);
    expect(browser.server.entries.get(id)?.fields?.text).toBe(words.join(" "));
    expect(browser.server.applied.length).toBeLessThan(12);
  });
});

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

  it("pause the outbox when somebody else has signed in", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
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
