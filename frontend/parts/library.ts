/** The room's library on this device: what it holds, fetched once, and the addresses of its pages. */

import type { Room } from "../store/api";
import { within } from "./routes";

export interface Diagram {
  key: string;
  title: string;
  description: string;
  svg: string;
}
export interface Reading {
  key: string;
  code: string;
  title: string;
  summary: string;
  html: string;
  question: string;
  diagrams: Diagram[];
  tools: string[];
  related: string[];
  sources: string[];
}
export interface Resource {
  key: string;
  title: string;
  kind: string;
  publisher: string;
  year: number | null;
  who_for: string;
  offers: string;
  note: string;
  reference: string;
  themes: string[];
}
export interface Reference {
  key: string;
  html: string;
  note: string;
}
/** Everything public that the room's programme came with. HTML and SVG in it were made safe by the server. */
export interface Library {
  readings: Reading[];
  resources: Resource[];
  references: Reference[];
}

const opened = new Map<string, Library>();
const opening = new Map<string, Promise<Library>>();

/** The room's library, if this page has it already. */
export function libraryOf(room: string): Library | null {
  return opened.get(room) ?? null;
}

/** Fetches the room's library; once it was fetched the service worker has it, with or without a network. */
export function openLibrary(room: string): Promise<Library> {
  const found = opening.get(room) ?? fetched(room);
  opening.set(room, found);
  return found;
}

async function fetched(room: string): Promise<Library> {
  try {
    const answer = await fetch(`/w/${room}/library.json`);
    if (!answer.ok) throw new Error(`The library answered ${answer.status}.`);
    const found: Library = await answer.json();
    opened.set(room, found);
    return found;
  } catch (error) {
    opening.delete(room);
    throw error;
  }
}

/** The address of a page of the library: a reading's key, or a kind and a key, such as scenario:1a. */
export function shelf(room: Room, key = ""): string {
  return within(room, key ? `library/${key}` : "library");
}

/** What a page of the library is called, as far as this page knows. */
export function libraryTitle(room: string, key: string): string {
  const reading = libraryOf(room)?.readings.find((one) => one.key === key);
  if (reading) return reading.title;
  if (key === "bibliography" || key.startsWith("reference:")) return "Bibliography";
  if (key === "resources" || key.startsWith("resource:")) return "Resources";
  return "Library";
}
