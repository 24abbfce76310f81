// Loaded into the agent before its own code (`--import`): the agent starts its threads without Node's flags, so that
// none of them reaches a guest; here they get the profiler's, and nothing else changes.
import { syncBuiltinESMExports } from "node:module";
import threads, { Worker, type WorkerOptions } from "node:worker_threads";

const flags = process.execArgv.filter((flag) => flag.startsWith("--cpu-prof"));

class ProfiledWorker extends Worker {
  constructor(file: string | URL, options: WorkerOptions = {}) {
    super(file, { ...options, execArgv: flags });
  }
}

threads.Worker = ProfiledWorker;
syncBuiltinESMExports();
