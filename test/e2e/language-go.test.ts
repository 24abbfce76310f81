import { describeLanguageExample } from "../support/language-example.ts";

describeLanguageExample({
  folder: "files-exporter-go",
  writtenIn: "Go",
  ownTests: ["go", "test", "./..."],
});
