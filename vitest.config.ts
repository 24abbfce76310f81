import { defineConfig } from "vitest/config";

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };

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
          exclude: ["test/e2e/language-*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The examples in other languages, each by its language's own tools.
        test: {
          ...timeouts,
          name: "languages",
          include: ["test/e2e/language-*.test.ts"],
          globalSetup: ["test/support/build-examples.ts"],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
