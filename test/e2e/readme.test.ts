import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { AgentProcess, cli, TemporaryFolder } from "../support/agent-process.ts";
import { documentedFiles } from "../support/documented-files.ts";
import { authorRows, run } from "./author-rows.ts";

it("the README's first own plugin is a project of plugin new with another file, and its log shows failed spans", async () => {
  const files = documentedFiles("README.md");
  expect([...files.keys()]).toEqual(["log-exporter.ts"]);
  const place = new TemporaryFolder();
  onTestFinished(() => place[Symbol.dispose]());
  run(place.path, [process.execPath, cli, "plugin", "new", "my-exporter", "--lang", "as"]);
  const folder = join(place.path, "my-exporter");
  authorRows.find(({ language }) => language === "as")!.install!(folder);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);

  const dev = new AgentProcess(["plugin", "dev", "--rate", "100"], { cwd: folder });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  await dev.line(({ msg }) => msg === "warn     my-exporter: span charge of payment failed: card refused");
  expect(await dev.stop("SIGINT")).toBe(0);
  expect(dev.output).not.toContain("of mailer");
});
