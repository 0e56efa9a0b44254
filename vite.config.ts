// Builds the pages' scripts and their one stylesheet, then (mode "worker") the service worker as one plain file.
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { defineConfig, type Plugin } from "vitest/config";

const OUT = "src/commonweal/web/static/commonweal";

/** Files that the pages name themselves: the mark, and the licence that travels with the fonts. */
const COPIED = { "logo.svg": "frontend/theme/logo.svg", "fonts/OFL.txt": "frontend/theme/fonts/OFL.txt" };

function copied(): Plugin {
  return {
    name: "copied",
    generateBundle() {
      for (const [fileName, from] of Object.entries(COPIED)) {
        this.emitFile({ type: "asset", fileName, source: readFileSync(from) });
      }
    },
  };
}

function assetName(name: string): string {
  if (extname(name) === ".css") return "theme.css";
  if (extname(name) === ".woff2") return `fonts/${basename(name)}`;
  return "assets/[name]-[hash][extname]";
}

export default defineConfig(({ mode }) => {
  const worker = mode === "worker";
  return {
    base: "./",
    publicDir: false,
    plugins: worker ? [] : [copied()],
    build: {
      outDir: OUT,
      emptyOutDir: !worker,
      target: "es2022",
      // New enough that light-dark() is kept as it is written.
      cssTarget: ["chrome123", "firefox121", "safari17.5"],
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: worker
          ? { sw: "frontend/sw.ts" }
          : { main: "frontend/main.ts", join: "frontend/join.ts", print: "frontend/print.ts" },
        output: {
          format: worker ? "iife" : "es",
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
          assetFileNames: (asset) => assetName(asset.names[0] ?? ""),
        },
      },
    },
    test: {
      environment: "node",
      maxWorkers: 2,
      silent: "passed-only",
      include: ["frontend/**/*.test.ts", "src/commonweal/blocks/**/*.test.ts"],
    },
  };
});
