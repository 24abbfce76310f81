// `npm run bench:peers`: builds what the bench holds the agent against, where the tools for it are there.
import { buildCollector, builtCollector, goVersion } from "../../test/collector/build-collector.mjs";

if (goVersion() === undefined) {
  console.log(`OpenTelemetry Collector: skipped: no go
fix: install Go 1.21 or newer (https://go.dev/doc/install, or your system's package golang), see that "go version"
     works, and run this again`);
} else {
  if (builtCollector() === undefined) {
    console.log("OpenTelemetry Collector: building; the first time takes some minutes …");
  }
  console.log(`OpenTelemetry Collector: built by ${goVersion()}: ${buildCollector()}`);
}
