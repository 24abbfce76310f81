// The package carries its own copy of the contract: an author has the SDK alone, not the agent's repository.
import { copyFileSync } from "node:fs";

copyFileSync(
  new URL("../../wit/exporter.wit", import.meta.url),
  new URL("../wit/exporter.wit", import.meta.url),
);
