/** Words for people who listen rather than look: the page's one live region speaks them. */

export function say(words: string): void {
  dispatchEvent(new CustomEvent("cw-say", { detail: words }));
}
