import { describeLanguageExample } from "../support/language-example.ts";

await describeLanguageExample({
  language: "rust",
  folder: "files-exporter-rust",
  writtenIn: "Rust",
  ownTests: ["cargo", "test"],
});
