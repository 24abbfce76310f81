import { describe, expect, it } from "vitest";
import { parseProjectName } from "../../../host/author/index.ts";
import { SpandockError } from "../../../host/contract/index.ts";

function problemOf(text: string): SpandockError {
  try {
    parseProjectName(text);
  } catch (error) {
    if (error instanceof SpandockError) return error;
  }
  throw new Error(`"${text}" was taken`);
}

describe("a project's name", () => {
  it.each(["my-exporter", "zipkin", "otlp2http", "a1-b2-c3"])("may be %s", (name) => {
    expect(parseProjectName(name).name).toBe(name);
  });

  it("has a form for identifiers", () => {
    expect(parseProjectName("to-the-moon").snakeName).toBe("to_the_moon");
  });

  it.each([
    ["MyExporter", "my-exporter"],
    ["my_exporter", "my-exporter"],
    ["7seas", "seas"],
    ["my exporter!", "my-exporter"],
    ["-a--b-", "a-b"],
    ["async", "async-exporter"],
    ["x".repeat(70), "x".repeat(64)],
  ])("may not be %s, and another is proposed", (wrong, near) => {
    const { code, message, fix } = problemOf(wrong);
    expect(code).toBe("PLUGIN_NAME_INVALID");
    expect(message).toContain(`"${wrong}"`);
    expect(fix).toBe(`Take another name, such as ${near}.`);
  });

  it.each(["", "…", "42"])('may not be "%s", and nothing near it would do', (wrong) => {
    expect(problemOf(wrong).fix).toContain("--name my-exporter");
  });
});
