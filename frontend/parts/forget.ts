/** Forgetting everything that this browser keeps of any room, before it is handed round; first, whether that would lose words. */

import { Database } from "../store/database";
import { forgetPhotos, waitingPhotos } from "../store/kept-photos";
import type { OwnNote } from "./wall-queue";

/** Whether something was written in this browser that the server does not have. */
export async function unsent(): Promise<boolean> {
  const database = await Database.open();
  const waiting = (await database.unsent()) + (await waitingPhotos());
  database.close();
  return waiting > 0 || Object.keys(localStorage).some((name) => waits(name));
}

function waits(name: string): boolean {
  if (name.startsWith("cw-journal ")) return true;
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "null");
    if (name.startsWith("cw-wall ")) return (kept as OwnNote[]).some((note) => note.todo);
    return name.startsWith("cw-rating ") && kept !== null && kept.state !== "sent";
  } catch {
    return false;
  }
}

/** Deletes it all. Pages in other tabs give the database up when they are asked to. */
export async function forgetAll(): Promise<void> {
  await Database.delete();
  await forgetPhotos();
  localStorage.clear();
  sessionStorage.clear();
}
