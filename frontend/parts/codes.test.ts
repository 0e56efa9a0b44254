import { describe, expect, it } from "vitest";
import { typedCode } from "./codes";

describe("a code that is typed", () => {
  it("may have spaces, hyphens, small letters and full-width ones", () => {
    expect(typedCode(" mk4t-7wqx ")).toBe("MK4T7WQX");
    expect(typedCode("ＭＫ４Ｔ　７ＷＱＸ")).toBe("MK4T7WQX");
  });

  it("is taken out of a join link", () => {
    expect(typedCode("commonweal.example.org/join/MK4T7WQX/")).toBe("MK4T7WQX");
    expect(typedCode("commonweal.example.org/join/mk4t7wqx?from=mail")).toBe("MK4T7WQX");
  });

  it("is not found in other links, nor in what is shorter or longer", () => {
    expect(typedCode("commonweal.example.org/back/MK4T7WQX/")).toBeNull();
    expect(typedCode("commonweal.example.org/join/")).toBeNull();
    expect(typedCode("MK4T7WQ")).toBeNull();
    expect(typedCode("MK4T7WQXX")).toBeNull();
  });
});
