import { expect, test } from "vitest";
import { cell, csv } from "./csv";

test.each([
  ["Equal value", "Equal value"],
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+44 20", "'+44 20"],
  ["-1+1", "'-1+1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  [" =1", "' =1"],
  ["|cmd", "'|cmd"],
  ['=1,"2"', `"'=1,""2"""`],
  ["a, b", '"a, b"'],
  ["a\nb", '"a\nb"'],
  [-0.33, "-0.33"],
])("the cell %j is written so that no spreadsheet runs it", (value, expected) => {
  expect(cell(value)).toBe(expected);
});

test("rows end as spreadsheets expect, and begin with the mark of UTF-8", () => {
  expect(
    csv([
      ["A", 1],
      ["B", 2],
    ]),
  ).toBe("\ufeffA,1\r\nB,2\r\n");
});
