// For tests only: a room with a group, people who enter it, and waiting for what they did.
import "fake-indexeddb/auto";
import { afterEach, expect, vi } from "vitest";
import type { Sheet } from "./api";
import { openRoom, type RoomStore } from "./room";
import type { TestBrowser } from "./test-browser";
import { TestServer } from "./test-server";

export const SHEET = "a2.g1";
const opened = new Set<RoomStore>();

afterEach(async () => {
  await Promise.all([...opened].map((room) => room.close()));
  opened.clear();
});

/** Ben (m1) and Carys (m2) are in group 1, which works on a2. */
export function aRoom(): TestServer {
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

export async function enter(browser: TestBrowser, session?: Map<string, string>): Promise<RoomStore> {
  const room = await openRoom("rk3f", "participant", browser.tab(session));
  opened.add(room);
  return room;
}

export async function leave(room: RoomStore): Promise<void> {
  opened.delete(room);
  await room.close();
}

/** Ends a tab as a crash would: nothing more is stored, said or put on the shelf. */
export function crash(room: RoomStore): void {
  const inside = room as unknown as {
    closed: boolean;
    asking: undefined;
    beating: undefined;
    drain: { connection: { stop(): void }; keeping: { forget(): void }; stopped: boolean } | null;
    leadership: { leave(): void } | null;
    tabs: { close(): void } | null;
    database: { close(): void };
    journal: Record<string, unknown>;
    leavePage(): void;
  };
  opened.delete(room);
  inside.closed = true;
  clearTimeout(inside.asking);
  clearInterval(inside.beating);
  if (inside.drain) inside.drain.stopped = true;
  inside.drain?.connection.stop();
  inside.drain?.keeping.forget();
  Object.assign(room.replica.ledger, { queue: [] });
  Object.assign(inside.journal, { add: () => undefined, stored: () => undefined, beat: () => undefined });
  inside.leavePage();
  inside.tabs?.close();
  inside.leadership?.leave();
  inside.database.close();
}

export async function connected(room: RoomStore): Promise<Sheet> {
  await vi.waitFor(() => expect(room.connected).toBe(true), 20_000);
  return sheetOf(room);
}

export function sheetOf(room: RoomStore): Sheet {
  const sheet = room.sheetFor("a2");
  if (!sheet) throw new Error("the sheet is not there");
  return sheet;
}

export const saved = (...rooms: RoomStore[]) =>
  vi.waitFor(() => expect(rooms.map((room) => room.saving)).toEqual(rooms.map(() => "saved")), 20_000);
export const texts = (sheet: Sheet) => sheet.entries("notes").map((entry) => entry.fields.text);
export const note = (text: string, place = 1) => ({ column: "up", text, place });
