import { describe, expect, it, vi } from "vitest";
import { Database } from "./database";
import { TestBrowser } from "./test-browser";
import { aRoom, connected, enter, leave, note, SHEET, saved, sheetOf, texts } from "./test-room";

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

  it.each(["text", "role"])("is not written over in the column that was left for another: %s first", async (first) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    const second = first === "text" ? "role" : "text";
    const id = sheet.put("notes", { ...note("one two three"), role: "one two three" });
    await saved(room);
    await vi.waitFor(() => expect(room.items(`${SHEET}/inside`).length).toBe(1));
    sheet.at(id, first);
    sheet.at(id, second);
    const base = browser.server.entries.get(id)?.revs?.[first] ?? 0;
    const edit = { base, value: "zero one two three", was: "one two three" };
    browser.server.change("m2", { t: "patch", n: 1, id, sheet: SHEET, edits: { [first]: edit } });
    await vi.waitFor(() => expect(sheet.entries()[0]?.fields[first]).toBe("zero one two three"));
    vi.setSystemTime(Date.now() + 60_000); // both columns are kept together, a minute later
    sheet.patch(id, { [first]: "one two three four", [second]: "five" });
    await saved(room);
    vi.useRealTimers();
    expect(browser.server.entries.get(id)?.fields).toMatchObject({
      [first]: "zero one two three four",
      [second]: "five",
    });
  });

  it("loses another's words when they are taken out by somebody who stayed in it", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    const id = sheet.put("notes", note("one"));
    await saved(room);
    sheet.at(id, "text");
    sheet.patch(id, { text: "one two" });
    await saved(room);
    const base = browser.server.entries.get(id)?.revs?.text ?? 0;
    const edit = { base, value: "zero one two", was: "one two" };
    browser.server.change("m2", { t: "patch", n: 1, id, sheet: SHEET, edits: { text: edit } });
    await vi.waitFor(() => expect(texts(sheet)).toEqual(["zero one two"]));
    sheet.begin(id, "text");
    sheet.patch(id, { text: "one two" });
    await saved(room);
    expect(browser.server.entries.get(id)?.fields?.text).toBe("one two");
  });

  it("is in no conflict with itself when its writer came back while it was on its way", async () => {
    const browser = new TestBrowser(aRoom(), "m1");
    const room = await enter(browser);
    const sheet = await connected(room);
    browser.cut();
    const id = sheet.put("notes", note("one two"));
    sheet.at(id, "text");
    browser.back();
    await saved(room);
    await vi.waitFor(() => expect(room.items(`${SHEET}/inside`).length).toBe(1));
    sheet.patch(id, { text: "one two three" });
    await saved(room);
    await vi.waitFor(() => expect(sheet.entries()[0]).toMatchObject({ fields: { text: "one two three" } }));
    expect(sheet.entries()[0]?.versions).toEqual({});
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
