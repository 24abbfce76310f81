import { describeLanguageExample } from "../support/language-example.ts";

describeLanguageExample({
  folder: "files-exporter-typescript",
  writtenIn: "TypeScript",
  memory: "256MiB",
  ownTests: ["npm", "test"],
});
