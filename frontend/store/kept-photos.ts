// A photo that somebody chose and that is not on the server yet: it stays on this device until it is sent or let go.

import { deleteDB, type IDBPDatabase, openDB } from "idb";

const NAME = "commonweal-photos";
const PHOTOS = "photos";

/** Whose photo it is, and for which sheet. */
export interface PhotoPlace {
  room: string;
  member: string;
  sheet: string;
}

async function using<T>(job: (shelf: IDBPDatabase) => Promise<T>): Promise<T> {
  const shelf = await openDB(NAME, 1, {
    upgrade: (database) => void database.createObjectStore(PHOTOS),
    blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
  });
  try {
    return await job(shelf);
  } finally {
    shelf.close();
  }
}

const key = ({ room, member, sheet }: PhotoPlace): string[] => [room, member, sheet];

/** Keeps a photo, in place of an earlier one of the sheet; null lets it go. Rejects where the device can keep nothing. */
export function keepPhoto(place: PhotoPlace, photo: Blob | null): Promise<void> {
  return using(async (shelf) => {
    if (photo) await shelf.put(PHOTOS, photo, key(place));
    else await shelf.delete(PHOTOS, key(place));
  });
}

export function keptPhoto(place: PhotoPlace): Promise<Blob | undefined> {
  return using((shelf) => shelf.get(PHOTOS, key(place)));
}

/** How many photos wait on this device, of anybody. */
export function waitingPhotos(): Promise<number> {
  return using((shelf) => shelf.count(PHOTOS));
}

export function forgetPhotos(): Promise<void> {
  return deleteDB(NAME);
}
