import { describeLanguageExample } from "../support/language-example.ts";

describeLanguageExample({
  folder: "files-exporter-python",
  writtenIn: "Python",
  ownTests: [".venv/bin/python", "-m", "unittest"],
});
