// Prints `N passed, N failed` (and `, N skipped`) from vitest's JSON report; exits 1 when a test failed, when a
// test file could not be run, or when there is no report.
import { readFileSync } from "node:fs";

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

const report = readReport(process.argv[2]);
if (report === undefined) {
  console.log("no test report was written");
  console.log("0 passed, 1 failed");
  process.exit(1);
}
const filesThatDidNotRun = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && assertionResults.every((test) => test.status !== "failed"),
);
for (const { name, message } of filesThatDidNotRun) console.log(`did not run: ${name}: ${message}`);
const failed = report.numFailedTests + filesThatDidNotRun.length;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
if (failed > 0 || report.numPassedTests === 0) process.exit(1);
