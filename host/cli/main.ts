#!/usr/bin/env node
import { runCli } from "./run-cli.ts";

// A reader that goes away, as in `spandock validate | head`, ends the text and not the command.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await runCli(process.argv.slice(2), process);
