import { expect, it } from "vitest";
import { actionsIn, calendarOf } from "./calendar";

const TODAY = "2026-03-12";

it("finds the lines of a plan and the days in them", () => {
  const plan =
    "1. Ask Cable Row. By 20 March.\n\n- Outreach first, 2 April 2028\n• Ask Mei\n3) Since 1st March, again\n31 June";
  expect(actionsIn(plan, TODAY)).toEqual([
    { what: "Ask Cable Row. By 20 March.", when: "2026-03-20" },
    { what: "Outreach first, 2 April 2028", when: "2028-04-02" },
    { what: "Ask Mei", when: "" },
    { what: "Since 1st March, again", when: "2027-03-01" },
    { what: "31 June", when: "" },
  ]);
});

it("keeps a line that begins with a day", () => {
  expect(actionsIn("20 March: ask", TODAY)).toEqual([{ what: "20 March: ask", when: "2026-03-20" }]);
});

it("makes an event of each action that has a day", () => {
  const actions = [
    { id: "e1", what: "Ask; then, listen\nagain", when: "2026-12-31" },
    { id: "e2", what: "Some day", when: "" },
  ];
  const made = calendarOf(actions, { from: "From my log", stamp: new Date("2026-03-12T16:05:00.123Z") });
  expect(made.split("\r\n")).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Commonweal//My actions//EN",
    "BEGIN:VEVENT",
    "UID:e1@commonweal",
    "DTSTAMP:20260312T160500Z",
    "DTSTART;VALUE=DATE:20261231",
    "DTEND;VALUE=DATE:20270101",
    "SUMMARY:Ask\\; then\\, listen\\nagain",
    "DESCRIPTION:From my log",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

it("folds long lines at 75 bytes, between characters", () => {
  const what = "é".repeat(100);
  const made = calendarOf([{ id: "e", what, when: TODAY }], { from: "", stamp: new Date(0) });
  const lines = made.split("\r\n");
  expect(Math.max(...lines.map((line) => new TextEncoder().encode(line).length))).toBe(75);
  expect(made.replaceAll("\r\n ", "")).toContain(`SUMMARY:${what}\r\n`);
});
