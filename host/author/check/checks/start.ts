import { SpandockError } from "../../../contract/index.ts";
import { type Check, type Finding, verdictOf } from "../check.ts";

export const startLoads: Check = {
  id: "start-loads",
  group: "start",
  title: "It can be compiled and instantiated within its limits",
  level: "error",
  why: "An instance is made at the agent's start, for each reload, and after each crash.",
  fix: "Do nothing in start functions and global initializers that can fail, or raise limits.memory.",
  isGate: true,
  async run(subject) {
    try {
      const { instance } = await subject.instantiate();
      await instance.dispose();
      return { status: "passed" };
    } catch (error) {
      if (!(error instanceof SpandockError)) throw error;
      const sent = "nothing yet: the file was compiled";
      const findings = [{ sent, expected: "code that runs", found: error.message, fix: error.fix }];
      return { status: "failed", findings };
    }
  },
};

export const startTakesConfig: Check = {
  id: "start-takes-config",
  group: "start",
  title: "It makes exporters from its config",
  level: "error",
  why: "Without exporters there is nothing to check, and nothing for an agent to start.",
  fix: "Name a config that the plugin takes: --config FILE, or -c spandock.yaml. What it wants to use is granted by --allow-dir, --allow-http and --allow-env.",
  isGate: true,
  async run(subject) {
    const { instance, width } = await subject.start();
    await instance.close();
    return { status: "passed", note: `${width} ${width === 1 ? "exporter" : "exporters"}` };
  },
};

/** The part of `config_timeout` that a start should stay within: machines in use are slower than an author's. */
const goodPart = 1 / 4;

export const startInTime: Check = {
  id: "start-in-time",
  group: "start",
  title: "It is ready well within config_timeout",
  level: "warning",
  why: "A start that takes longer than config_timeout is ended, and machines in use are slower than yours.",
  fix: "Open connections and read large files at the first batch rather than in the config call, or raise limits.config_timeout.",
  async run(subject) {
    const { configTimeoutMillis } = subject.options.limits;
    const { instance, readyMillis } = await subject.start();
    await instance.close();
    const found = `${Math.round(readyMillis)} ms for the instance and its config`;
    const findings: Finding[] = [];
    if (readyMillis > configTimeoutMillis * goodPart) {
      const expected = `at most ${configTimeoutMillis * goodPart} ms, a quarter of config_timeout`;
      findings.push({ sent: "its config", expected, found });
    }
    return verdictOf(findings, found);
  },
};
