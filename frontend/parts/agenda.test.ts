import { describe, expect, it } from "vitest";
import { TestBrowser } from "../store/test-browser";
import { aRoom, connected, enter, saved } from "../store/test-room";
import { chosenChallenges } from "./agenda";

const option = (key: string, label: string) => ({ key, label, explanation: "", about: true });
const step = {
  key: "notes",
  block: "notes",
  title: "Notes",
  columns: [
    { key: "up", label: "Up", tone: "green" },
    { key: "hard", label: "Hard", tone: "pink", tags: ["conflict"], agenda: true },
  ],
  tags: [{ key: "conflict", label: "Kind", options: [option("resources", "Resources"), option("history", "History")] }],
};

describe("what a group takes to its meeting", () => {
  it("is what somebody in it chose, in a column that offers it, with its tags", async () => {
    const server = aRoom();
    server.tell("room", { id: "a2", kind: "activity", fields: { title: "Challenges", steps: [step] } });
    const room = await enter(new TestBrowser(server, "m1"));
    const sheet = await connected(room);
    const note = (text: string, more: Record<string, unknown>) =>
      sheet.put("notes", { column: "hard", text, place: 1, ...more });
    const id = note("Money stops", { agenda: "yes", conflict: "resources", theme: "Money" });
    note("Not chosen", {});
    note("Taken back", { agenda: "" });
    note("Moved away", { agenda: "yes", column: "up" });
    await saved(room);
    expect(chosenChallenges(room)).toEqual([
      { id, text: "Money stops", theme: "Money", tags: ["Resources"], from: "Challenges" },
    ]);
  });
});
