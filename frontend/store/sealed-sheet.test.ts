// Sealed sheets in whole rooms: two tabs, two devices, other words; and that no plain word leaves memory.
import { openDB } from "idb";
import { expect, it, vi } from "vitest";
import type { Sheet } from "./api";
import { fromPhrase } from "./keys";
import type { Put } from "./messages";
import type { RoomStore } from "./room";
import { base64url } from "./sealing";
import { TestBrowser } from "./test-browser";
import { aRoom, enter, leave, saved } from "./test-room";
import type { TestServer } from "./test-server";

const LOG = "w8.m1";
const ROOM = "rk3f";
const WORDS = ["amber", "brook", "cedar", "dune", "elan", "fern"];
const CANARY = "canary in the log";
const KEY = base64url(Uint8Array.from({ length: 32 }, (_, index) => index));
const OTHER = base64url(Uint8Array.from({ length: 32 }, () => 7));

function aSealedRoom(): TestServer {
  const server = aRoom();
  const steps = [
    { key: "log", block: "prompts" },
    { key: "actions", block: "table" },
  ];
  server.tell("room", { id: "w8", kind: "activity", fields: { privacy: "sealed", state: "open", steps } });
  const fields = { activity: "w8", holder: "m1", state: "open", writable: true };
  server.tell("me m1", { id: LOG, kind: "sheet", fields });
  server.grant("m1", `${LOG}/inside`);
  return server;
}

function aDevice(server: TestServer, key: string | null = KEY): TestBrowser {
  const browser = new TestBrowser(server, "m1");
  if (key) browser.shelf.set(`cw-key ${ROOM} m1`, key);
  return browser;
}

async function logOf(room: RoomStore): Promise<Sheet> {
  await vi.waitFor(() => expect(room.connected && room.sheetFor("w8")).toBeTruthy());
  return room.sheetFor("w8") as Sheet;
}

const contents = (sheet: Sheet, step = "log") => sheet.entries(step).map((entry) => entry.fields);

/** Everything that a browser's database holds, as text. */
async function stored(browser: TestBrowser): Promise<string> {
  const database = await openDB(browser.database);
  const all = await Promise.all([...database.objectStoreNames].map((name) => database.getAll(name)));
  database.close();
  return JSON.stringify(all);
}

it("sends and stores boxes alone, and opens them on another device", async () => {
  const server = aSealedRoom();
  const browser = aDevice(server);
  const room = await enter(browser);
  const log = await logOf(room);
  const id = log.put("log", { prompt: "plan", text: CANARY });
  log.put("actions", { row: "", what: CANARY, when: "2026-03-20", place: 1 });
  log.patch(id, { text: `${CANARY} twice` });
  await saved(room);

  const fields = server.applied.map((change) => Object.keys((change as Put).fields));
  expect(fields).toEqual([["prompt", "box"], ["box"]]);
  expect(contents(log)).toEqual([{ prompt: "plan", text: `${CANARY} twice` }]);
  expect(JSON.stringify([...server.entries.values()])).not.toContain(CANARY);
  await leave(room);
  expect(await stored(browser)).toContain(LOG);
  expect(await stored(browser)).not.toContain(CANARY);

  const second = await logOf(await enter(aDevice(server)));
  await vi.waitFor(() => expect(contents(second)).toEqual([{ prompt: "plan", text: `${CANARY} twice` }]));
  expect(contents(second, "actions")).toEqual([{ row: "", what: CANARY, when: "2026-03-20", place: 1 }]);
});

it("keeps what is written offline sealed in the outbox too", async () => {
  const browser = aDevice(aSealedRoom());
  const room = await enter(browser);
  const log = await logOf(room);
  browser.cut();
  const id = log.put("log", { prompt: "plan", text: CANARY });
  await room.settled();
  log.patch(id, { text: `${CANARY} and more` });
  await room.settled();
  expect(await stored(browser)).toContain(id);
  expect(await stored(browser)).not.toContain(CANARY);
  await leave(room);
  const again = await enter(browser);
  expect(contents(again.sheetFor("w8") as Sheet)).toEqual([{ prompt: "plan", text: `${CANARY} and more` }]);
  browser.back();
  await saved(again);
  expect(browser.server.standing(LOG).size).toBe(1);
});

it("does not trip over its own changes that are still on their way", async () => {
  const browser = aDevice(aSealedRoom());
  const room = await enter(browser);
  const log = await logOf(room);
  const id = log.put("log", { prompt: "plan", text: "one" });
  await saved(room);
  browser.held = true;
  for (const text of ["one two", "one two three", "three"]) {
    log.patch(id, { text });
    await room.settled();
    await new Promise((done) => setTimeout(done, 2));
  }
  browser.held = false;
  browser.release();
  await saved(room);
  await vi.waitFor(() => expect(contents(log)).toEqual([{ prompt: "plan", text: "three" }]));
  expect(log.entries().map((entry) => entry.versions)).toEqual([{}]);
});

it("shows in one tab what another writes", async () => {
  const browser = aDevice(aSealedRoom());
  const [one, two] = [await enter(browser), await enter(browser)];
  const [first, second] = [await logOf(one), await logOf(two)];
  const id = first.put("log", { prompt: "plan", text: "from the first tab" });
  await vi.waitFor(() => expect(contents(second)).toEqual([{ prompt: "plan", text: "from the first tab" }]));
  second.patch(id, { text: "from the second tab" });
  await vi.waitFor(() => expect(contents(first)).toEqual([{ prompt: "plan", text: "from the second tab" }]));
  await saved(one, two);
  expect(first.entries().map((entry) => entry.versions)).toEqual([{}]);
});

/** Two devices change one entry, the second while it is offline. */
async function collided(step: string, fields: Record<string, unknown>, edits: Record<string, unknown>[]) {
  const server = aSealedRoom();
  const [laptop, phone] = [aDevice(server), aDevice(server)];
  const [first, second] = [await enter(laptop), await enter(phone)];
  const [mine, theirs] = [await logOf(first), await logOf(second)];
  const id = mine.put(step, fields);
  await vi.waitFor(() => expect(contents(theirs, step)).toEqual([fields]));
  phone.cut();
  theirs.patch(id, edits[1] as Record<string, unknown>);
  mine.patch(id, edits[0] as Record<string, unknown>);
  await saved(first);
  phone.back();
  await saved(second);
  await vi.waitFor(() => expect(Object.keys(mine.entries()[0]?.versions ?? {}).length).toBe(1));
  return { server, mine, theirs, id, rooms: [first, second] as const };
}

it("keeps both of two devices' words until their writer chooses", async () => {
  const base = { prompt: "plan", text: "start" };
  const { mine, theirs, id } = await collided("log", base, [{ text: "laptop" }, { text: "phone" }]);
  expect(contents(mine)).toEqual([{ prompt: "plan", text: "laptop" }]);
  expect(mine.entries().map((entry) => entry.versions.text?.map((one) => one.text))).toEqual([["phone"]]);
  mine.settle(id, "text", "laptop\nphone");
  await vi.waitFor(() => expect(contents(theirs)).toEqual([{ prompt: "plan", text: "laptop\nphone" }]));
  expect(theirs.entries().map((entry) => entry.versions)).toEqual([{}]);
});

it("makes two rows of one that two devices changed in more than words", async () => {
  const base = { row: "", what: "Ask", when: "", place: 1 };
  const edits = [
    { what: "Ask Mei", when: "2026-03-20" },
    { what: "Ask Rhys", when: "2026-04-02" },
  ];
  const { mine, theirs, id } = await collided("actions", base, edits);
  mine.settle(id, "what", "Ask Mei\nAsk Rhys");
  const both = edits.map((edit) => ({ ...base, ...edit }));
  await vi.waitFor(() => expect(contents(theirs, "actions")).toEqual(both));
});

it("takes the whole of the version that is chosen", async () => {
  const base = { row: "", what: "Ask", when: "", place: 1 };
  const edits = [
    { what: "Ask Mei", when: "2026-03-20" },
    { what: "Ask Rhys", when: "2026-04-02" },
  ];
  const { mine, theirs, id } = await collided("actions", base, edits);
  mine.settle(id, "what", "Ask Rhys");
  await vi.waitFor(() => expect(contents(theirs, "actions")).toEqual([{ ...base, ...edits[1] }]));
});

it("is closed on a device without the key, until the six words open it", async () => {
  const server = aSealedRoom();
  const { key } = await fromPhrase(WORDS, ROOM);
  const writer = await enter(aDevice(server, base64url(key)));
  (await logOf(writer)).put("log", { prompt: "plan", text: CANARY });
  await saved(writer);

  const browser = aDevice(server, null);
  const room = await enter(browser);
  const log = await logOf(room);
  await vi.waitFor(() => expect(server.standing(LOG).size).toBe(1));
  expect([log.seal, log.writable, log.entries()]).toEqual(["closed", false, []]);
  expect(await room.unlock([...WORDS].reverse())).toContain("not the words");
  expect([log.seal, browser.shelf.size]).toEqual(["closed", 0]);
  expect(await room.unlock(WORDS)).toBe("");
  expect([log.seal, log.writable, contents(log)]).toEqual(["open", true, [{ prompt: "plan", text: CANARY }]]);
});

it("asks the server about the words where there is nothing to try them on", async () => {
  const browser = aDevice(aSealedRoom(), null);
  const room = await enter(browser);
  const log = await logOf(room);
  browser.rightPhrase = false;
  expect(await room.unlock(WORDS)).toContain("not the words");
  expect(log.seal).toBe("closed");
  browser.rightPhrase = true;
  expect(await room.unlock(WORDS)).toBe("");
  expect(log.seal).toBe("open");
});

it("never overwrites what was sealed with other words, and keeps what is written meanwhile", async () => {
  const server = aSealedRoom();
  const writer = await enter(aDevice(server));
  const id = (await logOf(writer)).put("log", { prompt: "plan", text: CANARY });
  await saved(writer);
  const before = structuredClone(server.entries.get(id));

  const browser = aDevice(server, OTHER);
  const room = await enter(browser);
  const log = await logOf(room);
  expect([log.seal, log.writable, log.entries()]).toEqual(["other", false, []]);
  log.patch(id, { text: "typed before it was noticed" });
  log.settle(id, "text", "nor so");
  await room.settled();
  expect(room.drafts().map((draft) => draft.fields.text)).toEqual(["typed before it was noticed"]);
  expect(server.entries.get(id)).toEqual(before);
  await vi.waitFor(async () => expect(await stored(browser)).toContain("other words"));
  expect(await stored(browser)).not.toContain("typed before");
});

it("keeps what is too long for a box as a sealed draft", async () => {
  const browser = aDevice(aSealedRoom());
  const room = await enter(browser);
  const log = await logOf(room);
  const text = CANARY.repeat(2000);
  log.put("log", { prompt: "plan", text });
  expect(room.drafts().map((draft) => draft.fields)).toEqual([{ prompt: "plan", text }]);
  expect(contents(log)).toEqual([]);
  await vi.waitFor(async () => expect(await stored(browser)).toContain("too long"));
  expect(await stored(browser)).not.toContain(CANARY);
});
