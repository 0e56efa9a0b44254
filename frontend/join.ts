/** The phrase after joining, and coming back with it: the words are made and mixed here, and never sent. */

import { fromPhrase, keepKey, keepPhrase, keptPhrase, typedPhrase } from "./store/keys";
import { newPhrase } from "./store/phrase";

const find = <Kind extends HTMLElement>(selector: string): Kind | null => document.querySelector<Kind>(selector);

/** Posts a form's fields with its token; gives what the server said. */
async function post(
  address: string,
  fields: Record<string, string>,
): Promise<{ ok: boolean; error?: string; go?: string; member?: string }> {
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

/** Shows the phrase of this device's member: the one kept here, or a new one. */
async function showPhrase(card: HTMLElement): Promise<void> {
  const { room = "", member = "" } = card.dataset;
  const kept = keptPhrase(localStorage, room, member);
  const status = find("[data-status]");
  let phrase = kept ?? [];
  if (!kept) {
    if (card.dataset.set) {
      if (status)
        status.textContent = "Your words were shown on another device, and stay there. They still bring you back.";
      return;
    }
    phrase = newPhrase(await words());
    const { verifier, key } = await fromPhrase(phrase, room);
    const said = await post(`/phrase/${room}/verifier`, { verifier });
    if (!said.ok) {
      if (status) status.textContent = said.error ?? "Reload the page to make your words.";
      return;
    }
    keepPhrase(localStorage, room, member, phrase);
    keepKey(localStorage, room, member, key);
  }
  draw(card, phrase);
  if (status) status.textContent = "";
}

function draw(card: HTMLElement, phrase: string[]): void {
  find("[data-words]")?.replaceChildren(
    ...phrase.map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    }),
  );
  const link = `${location.origin}/back/#${card.dataset.room}.${phrase.join("-")}`;
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

/** Brings somebody back from what they typed, or from the link's fragment; their sealed pages open here too. */
async function comeBack(room: string, phrase: string[]): Promise<string> {
  const { verifier, key } = await fromPhrase(phrase, room);
  const said = await post("/back/", { room, verifier });
  if (said.ok && said.go && said.member) {
    keepPhrase(localStorage, room, said.member, phrase);
    keepKey(localStorage, room, said.member, key);
    location.assign(said.go);
    return "";
  }
  return said.error ?? "That did not work. Try again.";
}

async function submitted(form: HTMLFormElement): Promise<string> {
  const data = new FormData(form);
  const phrase = typedPhrase(String(data.get("words")));
  if (!phrase) return "Six words are needed. Check that none is missing and none is there twice.";
  const code = String(data.get("code"))
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
  if (code.length !== 8) return "A code has eight letters and digits.";
  const found = (await (await fetch(`/join/${code}/room.json`)).json()) as {
    ok: boolean;
    room?: string;
    error?: string;
  };
  return found.ok && found.room ? comeBack(found.room, phrase) : (found.error ?? "There is no such workshop.");
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
  const [room, joined] = location.hash.slice(1).split(".");
  if (room && joined) {
    history.replaceState(null, "", location.pathname);
    void work(() => comeBack(room, joined.split("-")));
  }
}

const card = find("[data-phrase]");
if (card) void showPhrase(card);
const form = find<HTMLFormElement>("[data-back]");
if (form) backForm(form);
