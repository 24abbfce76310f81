import { describeLanguageExample } from "../support/language-example.ts";

await describeLanguageExample({
  language: "python",
  folder: "files-exporter-python",
  writtenIn: "Python",
  ownTests: [".venv/bin/python", "-m", "unittest"],
});
