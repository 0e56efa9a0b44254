import { describe, expect, it } from "vitest";
import { type Doc, fold, Index, type Piece, plain } from "./search";

const doc = (key: string, title: string, summary: string, text = "", label = ""): Doc => ({
  kind: "reading",
  key,
  title,
  label,
  summary,
  text,
});
const DOCS = [
  doc("conflict", "Conflict: four kinds", "Which kind you have.", "Change and conflict breed each other. Café talk."),
  doc(
    "change",
    "Change",
    "First and second order.",
    `Change ${"change ".repeat(20)} brings conflict now and then.`,
    "T16",
  ),
  doc("forms", "Seven forms of partnering", "Co-operation and its neighbours.", "Nothing about quarrels."),
  doc("continuum", "The continuum", "How close you work.", "From networking to co-operation, and on to the rest."),
];
const index = new Index(DOCS);
const keys = (query: string): string[] => index.search(query).map(({ doc }) => doc.key);
const marked = (pieces: Piece[]): string => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

describe("search", () => {
  it.each([
    ["conflict", ["conflict", "change"]],
    ["confl", ["conflict", "change"]],
    ["CONFLICT", ["conflict", "change"]],
    ["change", ["change", "conflict"]],
    ["t16", ["change"]],
    ["cafe", ["conflict"]],
    ["CAFÉ", ["conflict"]],
    ["cooperation", ["forms", "continuum"]],
    ["co-operation", ["forms", "continuum"]],
    ["operation", ["forms", "continuum"]],
    ["conflict order", ["change"]],
    ["order conflict", ["change"]],
    ["onflict", []],
    ["conflict nowhere", []],
    ["", []],
    ["  -- ", []],
  ])("%j finds %j in this order", (query, expected) => {
    expect(keys(query)).toEqual(expected);
  });

  it("many words in a text weigh less than one in a title", () => {
    const many = new Index([doc("text", "Other", "", "trust ".repeat(50)), doc("title", "Trust", "", "")]);
    expect(many.search("trust").map(({ doc }) => doc.key)).toEqual(["title", "text"]);
  });

  it("a whole word comes before one that only begins so", () => {
    const two = new Index([doc("begins", "Partnership", ""), doc("whole", "Partner", "")]);
    expect(two.search("partner").map(({ doc }) => doc.key)).toEqual(["whole", "begins"]);
  });

  it("says where it matched and marks the words", () => {
    const [first, second] = index.search("confl");
    expect([first?.where, marked(first?.title ?? [])]).toEqual(["title", "[Conflict]: four kinds"]);
    expect([second?.where, marked(second?.excerpt ?? [])]).toEqual([
      "text",
      expect.stringMatching(/^… .*brings \[conflict\] now and then\.$/),
    ]);
    expect(index.search("neighb").map(({ where, excerpt }) => [where, marked(excerpt)])).toEqual([
      ["summary", "Co-operation and its [neighbours]."],
    ]);
  });

  it("loses no letter of a text that it cuts", () => {
    for (const { doc, title } of index.search("conflict"))
      expect(title.map(({ text }) => text).join("")).toBe(doc.title);
  });
});

it("folds accents, case, hyphens and apostrophes", () => {
  expect(["Café", "Co-ordination", "don’t", "Škoda"].map(fold)).toEqual(["cafe", "coordination", "dont", "skoda"]);
});

it("reads the words of HTML", () => {
  expect(plain("<h2>R&amp;D</h2>\n<p>One <em>two</em>, <b>three</b>&lt;b&gt;.</p>")).toBe("R&D One two, three <b>.");
});
