import { maxGuestTextBytes } from "../../../sandbox/index.ts";
import { type Check, type Finding, verdictOf } from "../check.ts";
import { type ConfigCase, configCases } from "../subject/config-case.ts";
import type { Subject } from "../subject/subject.ts";

interface Refusal {
  readonly configCase: ConfigCase;
  readonly message: string;
}

const noRefusals = { status: "skipped", reason: "it refused none of the configs that were sent" } as const;

export const configRefusalSaysWhy: Check = {
  id: "config-refusal-says-why",
  group: "config",
  title: "A refused config has a text that says why",
  level: "error",
  why: "The agent shows this text to the user, and nothing else tells what is wrong.",
  fix: "Return err with a text that names the key, what was expected and what was found.",
  async run(subject) {
    const refusals = await refusalsOf(subject);
    if (refusals.length === 0) return noRefusals;
    const findings = refusals
      .filter(({ message }) => message.trim() === "")
      .map(({ configCase }) => finding(configCase, "an err with a text", "an err with an empty text"));
    return verdictOf(findings, `${refusals.length} refusals`);
  },
};

export const configRefusalBounded: Check = {
  id: "config-refusal-bounded",
  group: "config",
  title: "The text of a refusal is of a length for people",
  level: "error",
  why: `The agent cuts what is longer than ${maxGuestTextBytes} bytes; a text of that length buries the reason.`,
  fix: "Quote no more of the config than what is wrong with it, and cut that.",
  async run(subject) {
    const refusals = await refusalsOf(subject);
    if (refusals.length === 0) return noRefusals;
    const findings = refusals
      .filter(({ message }) => Buffer.byteLength(message) > maxGuestTextBytes)
      .map(({ configCase, message }) => {
        const length = /\(cut: (\d+) bytes\)$/.exec(message)?.[1] ?? Buffer.byteLength(message);
        return finding(
          configCase,
          `at most ${maxGuestTextBytes} bytes`,
          `an err with a text of ${length} bytes`,
        );
      });
    return verdictOf(findings);
  },
};

export const configStartAfterRefusal: Check = {
  id: "config-start-after-refusal",
  group: "config",
  title: "After a refused config, a start with the right one works",
  level: "error",
  why: "On err the plugin must have released whatever it had opened: a user mends the config and starts again.",
  fix: "Before returning err, close what was opened, and remove locks and files that the next start stumbles over.",
  async run(subject) {
    const [refusal] = await refusalsOf(subject);
    if (refusal === undefined) return noRefusals;
    const { instance } = await subject.instantiate();
    await instance.configure(refusal.configCase.config);
    await instance.dispose();
    const next = await subject.start();
    await next.instance.close();
    return { status: "passed" };
  },
};

async function refusalsOf(subject: Subject): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const configCase of Object.values(configCases(subject.options.config)).flat()) {
    const reply = await subject.tryConfig(configCase);
    if (reply.kind === "answer" && reply.value.kind === "refused") {
      refusals.push({ configCase, message: reply.value.message });
    }
  }
  return refusals;
}

function finding({ sent }: ConfigCase, expected: string, found: string): Finding {
  return { sent, expected, found };
}
