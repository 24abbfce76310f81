import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };

/** Tests that run compilers; none of them takes a fixed port. */
const languages = [
  "test/e2e/language-*.test.ts",
  "test/e2e/author-*.test.ts",
  "test/e2e/typescript-template.test.ts",
];
/** One for the Rust example and the Rust template: they have most crates in common. */
const cargoTarget = fileURLToPath(new URL("./build/cargo", import.meta.url));

export default defineConfig({
  test: {
    reporters: process.env.CI ? ["default", ["json", { outputFile: "build/test-report.json" }]] : ["default"],
    projects: [
      {
        test: {
          ...timeouts,
          name: "rooms",
          include: ["test/**/*.test.ts", "guest-sdk/test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
        },
      },
      {
        // One file after the other: an agent that is started from flags alone takes the default ports.
        test: {
          ...timeouts,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: languages,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Examples and templates in other languages, each by its language's own tools.
        test: {
          ...timeouts,
          name: "languages",
          include: languages,
          env: { CARGO_TARGET_DIR: cargoTarget },
          globalSetup: ["test/support/build-examples.ts"],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
