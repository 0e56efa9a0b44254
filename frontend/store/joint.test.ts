import { expect, it, vi } from "vitest";
import { TestBrowser } from "./test-browser";
import { aRoom, connected, enter } from "./test-room";
import type { TestServer } from "./test-server";

const own = (member: string, people?: object[]) => ({
  id: `w6.${member}`,
  kind: "sheet",
  fields: { activity: "w6", holder: member, state: "open", writable: true, ...(people ? { people } : {}) },
});
const RHYS = { member: "m7", name: "Rhys Morgan" };
const BEN = { member: "m1", name: "Ben" };

/** Ben, whose own scenario is there, in the room. */
async function ben(server: TestServer) {
  server.tell("me m1", own("m1"));
  server.grant("m1", "w6.m1/inside");
  const room = await enter(new TestBrowser(server, "m1"));
  await connected(room);
  return room;
}

it("shows a colleague's scenario to whom they let in, until they go back to their own", async () => {
  const server = aRoom();
  const room = await ben(server);
  expect(room.sheetFor("w6")?.id).toBe("w6.m1");
  expect(room.sheetFor("w6")?.people).toEqual([]);
  server.tell("me m1", own("m7", [RHYS, BEN]));
  server.grant("m1", "w6.m7/inside");
  await vi.waitFor(() => expect(room.sheetFor("w6")?.id).toBe("w6.m7"));
  expect(room.sheetFor("w6")?.writable).toBe(true);
  expect(room.sheetFor("w6")?.people).toEqual([
    { ...RHYS, owner: true },
    { ...BEN, owner: false },
  ]);
  expect(room.sheet("w6.m1")?.writable).toBe(true);
  server.presence("w6.m7", [["m7", "e1", "text"]]);
  await vi.waitFor(() =>
    expect(room.sheet("w6.m7")?.here()).toEqual([{ member: "m7", name: "Rhys Morgan", entry: "e1", field: "text" }]),
  );
  server.tell("me m1", { id: "w6.m7", kind: "sheet", gone: true });
  server.withdraw("m1", "w6.m7/inside");
  await vi.waitFor(() => expect(room.sheetFor("w6")?.id).toBe("w6.m1"));
  expect(room.sheet("w6.m7")).toBeNull();
});

it("keeps one's own scenario in front where one has let colleagues in", async () => {
  const server = aRoom();
  const room = await ben(server);
  server.tell("me m1", own("m1", [BEN, RHYS]));
  await vi.waitFor(() => expect(room.sheetFor("w6")?.people.map((one) => one.owner)).toEqual([true, false]));
  expect(room.sheetFor("w6")?.id).toBe("w6.m1");
});
