import { describeLanguageExample } from "../support/language-example.ts";

await describeLanguageExample({
  language: "go",
  folder: "files-exporter-go",
  writtenIn: "Go",
  ownTests: ["go", "test", "./..."],
});
