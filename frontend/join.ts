/** The phrase after joining, and coming back with it: the words are made and mixed here, and never sent. */

import { typedCode } from "./parts/codes";
import { fromPhrase, keepKey, keepPhrase, keptPhrases, typedPhrase } from "./store/keys";
import { newPhrase, proves } from "./store/phrase";

type Made = { phrase: string[]; verifier: string; key: Uint8Array };

const find = <Kind extends HTMLElement>(selector: string): Kind | null => document.querySelector<Kind>(selector);

/** Posts a form's fields with its token; gives what the server said. */
async function post(
  address: string,
  fields: Record<string, string>,
): Promise<{ ok: boolean; error?: string; go?: string; members?: Record<string, string> }> {
  const token = find<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "The server cannot be reached just now. Try again in a moment." };
  }
}

async function words(): Promise<string[]> {
  const list = await (await fetch("/words.txt")).text();
  return list
    .split("\n")
    .map((word) => word.trim())
    .filter(Boolean);
}

/** Nobody goes on before their words are kept: a press that comes too early is followed when they are. */
function heldBack(link: HTMLElement): () => void {
  let pressed = false;
  const hold = (event: Event): void => {
    event.preventDefault();
    pressed = true;
  };
  link.addEventListener("click", hold);
  return () => {
    link.removeEventListener("click", hold);
    if (pressed) link.click();
  };
}

/**
 * Shows the phrase of this device's member: the one kept here for the workshop or its series, or a new one. What is kept
 * may be somebody else's who used this device before: it is shown only when it proves what the member's phrase proves.
 */
async function showPhrase(card: HTMLElement): Promise<void> {
  const { room = "", member = "", mix = "", set = "" } = card.dataset;
  const status = find("[data-status]");
  let made: Made | null = null;
  if (set) {
    made = await keptAlready(mix, set);
    if (!made && status)
      status.textContent = "Your words were shown on another device, and stay there. They still bring you back.";
    if (!made) return;
  } else {
    const phrase = newPhrase(await words());
    made = { phrase, ...(await fromPhrase(phrase, mix)) };
    const said = await post(`/phrase/${room}/verifier`, { verifier: made.verifier, mix });
    if (!said.ok) {
      if (status) status.textContent = said.error ?? "Reload the page to make your words.";
      return;
    }
  }
  keep({ [room]: member }, made.phrase, made.key);
  draw(card, made.phrase);
  if (status) status.textContent = "";
}

/** The phrase kept on this device, for whatever workshop, that proves what the server has the hash of. */
async function keptAlready(mix: string, hash: string): Promise<Made | null> {
  for (const phrase of keptPhrases(localStorage)) {
    const made = await fromPhrase(phrase, mix);
    if (proves(made.verifier, hash)) return { phrase, ...made };
  }
  return null;
}

/** Keeps the words and their key on this device, for each workshop that they open; `members`: who one is there. */
function keep(members: Record<string, string>, phrase: string[], key: Uint8Array): void {
  for (const [room, member] of Object.entries(members)) {
    keepPhrase(localStorage, room, member, phrase);
    keepKey(localStorage, room, member, key);
  }
}

function draw(card: HTMLElement, phrase: string[]): void {
  find("[data-words]")?.replaceChildren(
    ...phrase.map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    }),
  );
  const link = `${location.origin}/back/#${card.dataset.mix}.${phrase.join(".")}`;
  offer("[data-copy]", phrase.join(" "));
  offer("[data-link]", link);
}

function offer(selector: string, text: string): void {
  const button = find<HTMLButtonElement>(selector);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    const status = find("[data-status]");
    if (status) status.textContent = "Copied.";
  });
}

/** Brings somebody back from what they typed, or from the link's fragment: into all workshops that the words open. */
async function comeBack(room: string, mix: string, phrase: string[], by: "code" | "link"): Promise<string> {
  const { verifier, key } = await fromPhrase(phrase, mix);
  const said = await post("/back/", { room, by, verifier });
  if (said.ok && said.go) {
    keep(said.members ?? {}, phrase, key);
    location.assign(said.go);
    return "";
  }
  return said.error ?? "That did not work. Try again.";
}

async function submitted(form: HTMLFormElement): Promise<string> {
  const data = new FormData(form);
  const phrase = typedPhrase(String(data.get("words")));
  if (!phrase) return "Six words are needed. Check that none is missing and none is there twice.";
  const code = typedCode(String(data.get("code")));
  if (!code) return "A code has eight letters and digits.";
  const found = (await (await fetch(`/join/${code}/room.json`)).json()) as {
    ok: boolean;
    room?: string;
    mix?: string;
    error?: string;
  };
  if (!found.ok || !found.room) return found.error ?? "There is no such workshop.";
  return comeBack(found.room, found.mix ?? found.room, phrase, "code");
}

function backForm(form: HTMLFormElement): void {
  const error = find("[data-error]");
  const status = find("[data-status]");
  const say = (words: string): void => {
    if (status) status.textContent = "";
    if (!error) return;
    error.textContent = words;
    error.hidden = !words;
  };
  const work = async (run: () => Promise<string>): Promise<void> => {
    if (status) status.textContent = "Bringing your work back…";
    say(await run().catch(() => "The server cannot be reached just now. Try again in a moment."));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void work(() => submitted(form));
  });
  const [room, ...phrase] = location.hash.slice(1).split(".");
  if (room && phrase.length) {
    history.replaceState(null, "", location.pathname);
    void work(() => comeBack(room, room, phrase, "link"));
  }
}

const card = find("[data-phrase]");
const onward = find("[data-onward]");
if (card && onward) void showPhrase(card).finally(heldBack(onward));
const form = find<HTMLFormElement>("[data-back]");
if (form) backForm(form);
