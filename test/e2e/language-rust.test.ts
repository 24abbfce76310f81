import { describeLanguageExample } from "../support/language-example.ts";

describeLanguageExample({
  folder: "files-exporter-rust",
  writtenIn: "Rust",
  ownTests: ["cargo", "test"],
});
