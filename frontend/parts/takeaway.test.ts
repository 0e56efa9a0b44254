import { expect, it } from "vitest";
import { asPage, asText } from "./takeaway";

const TAKEAWAY = {
  title: "My pages",
  head: ["Ben Cole"],
  chapters: [{ title: "My log", sections: [{ heading: "Plan", passages: ["<script>alert(1)</script> & more"] }] }],
  foot: "Private to Ben Cole.",
};

it("makes a page in which words are words", () => {
  const page = asPage(TAKEAWAY);
  expect(page).toContain("<p>&#60;script&#62;alert(1)&#60;/script&#62; &#38; more</p>");
  expect(page).not.toContain("<script");
});

it("makes plain text", () => {
  expect(asText(TAKEAWAY)).toBe(
    "My pages\nBen Cole\n\n\nMY LOG\n\nPlan\n\n<script>alert(1)</script> & more\n\n\nPrivate to Ben Cole.\n",
  );
});
