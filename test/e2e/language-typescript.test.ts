import { describeLanguageExample } from "../support/language-example.ts";

await describeLanguageExample({
  language: "ts",
  folder: "files-exporter-typescript",
  writtenIn: "JavaScript",
  ownTests: ["npm", "test"],
  memory: "256MiB",
});
