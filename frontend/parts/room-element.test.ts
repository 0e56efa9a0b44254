import { describe, expect, it } from "vitest";
import { TestBrowser } from "../store/test-browser";
import { aRoom, connected, enter } from "../store/test-room";
import { dayOf } from "./room-element";

/** The starts and ends of a day whose first slot began so late, in minutes after midnight; breaks are fixed or not. */
async function day(started: string, lunch: number, meeting = "", now = started) {
  const server = aRoom();
  const slot = (id: string, fields: Record<string, unknown>) => server.tell("room", { id, kind: "agenda", fields });
  server.tell("room", { id: "info", kind: "info", fields: { zone: "UTC", start: 690 } });
  slot("climate", { position: 0, minutes: 60, kind: "activity", fixed: 690, started });
  slot("lunch", { position: 1, minutes: lunch, kind: "break", fixed: 750 });
  slot("meeting", { position: 2, minutes: 90, kind: "activity", fixed: 750 + lunch, started: meeting });
  const room = await enter(new TestBrowser(server, "m1"));
  await connected(room);
  return dayOf(room, new Date(now));
}

/** The same as starts and ends alone. */
async function times(started: string, lunch: number) {
  return (await day(started, lunch)).map(({ start, end }) => [start, end]);
}

describe("the day as it will run", () => {
  it("is as planned when it begins on time", async () => {
    expect(await times("2026-03-12T11:30:00Z", 60)).toEqual([
      [690, 750],
      [750, 810],
      [810, 900],
    ]);
  });

  it("makes a break shorter when it begins late, so that what comes next begins when it should", async () => {
    expect(await times("2026-03-12T11:34:00Z", 60)).toEqual([
      [694, 754],
      [754, 810],
      [810, 900],
    ]);
  });

  it("leaves a break its least minutes, and lets the rest of the day be late", async () => {
    expect((await times("2026-03-12T12:10:00Z", 60))[1]).toEqual([790, 820]);
    expect((await times("2026-03-12T11:34:00Z", 15))[1]).toEqual([754, 765]);
    expect((await times("2026-03-12T11:34:00Z", 10))[1]).toEqual([754, 764]);
  });

  it("moves what comes next on while a slot is over its time, and lunch gives what it can", async () => {
    const at = async (now: string) =>
      (await day("2026-03-12T11:30:00Z", 60, "", now)).map(({ start, end }) => [start, end]);
    expect((await at("2026-03-12T12:20:00Z"))[1]).toEqual([750, 810]);
    expect(await at("2026-03-12T12:40:00Z")).toEqual([
      [690, 760],
      [760, 810],
      [810, 900],
    ]);
    expect((await at("2026-03-13T09:00:00Z"))[0]).toEqual([690, 750]);
  });

  it("says what was left out, and takes no time for it", async () => {
    const found = await day("2026-03-12T11:30:00Z", 60, "2026-03-12T12:20:00Z");
    expect(found.map(({ state, start, end }) => [state, start, end])).toEqual([
      ["live", 690, 750],
      ["skipped", 750, 750],
      ["live", 740, 830],
    ]);
  });
});
