import { describeLanguageExample } from "../support/language-example.ts";

// clang writes the language's year behind its name: C99, C11.
describeLanguageExample({
  folder: "files-exporter-c",
  writtenIn: "C\\d\\d",
  ownTests: ["make", "test"],
});
