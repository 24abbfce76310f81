import { describeLanguageExample } from "../support/language-example.ts";

describeLanguageExample({
  folder: "files-exporter-typescript",
  writtenIn: "JavaScript",
  memory: "256MiB",
  ownTests: ["npm", "test"],
});
