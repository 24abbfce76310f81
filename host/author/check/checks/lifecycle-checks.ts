import type { Check } from "../check.ts";
import { plainBatch } from "../subject/plain-spans.ts";
import { lifecycleCheck } from "./lifecycle-check.ts";

const outOfOrder =
  "The contract rules this order out, and today's agent keeps to it; a program that embeds plugins may not, and a trap then hides what really went wrong.";

export const lifecycleStop: Check = lifecycleCheck({
  id: "lifecycle-stop",
  title: "`stop` after batches is answered",
  level: "error",
  why: "The agent stops each plugin at its own end and at each reload, and reports a trap or a hang there.",
  fix: "Flush, sync and close in stop within stop_timeout; return err with the reason when that fails.",
  calls: `its config, ${plainBatch.sent} twice, stop`,
  expected: "ok, or an err with the reason",
  isConfigured: true,
  before: async (instance) => {
    await instance.export(plainBatch.make());
    return (await instance.export(plainBatch.make())).kind === "answer";
  },
  last: (instance) => instance.stop(),
});

export const lifecycleStopUnused: Check = lifecycleCheck({
  id: "lifecycle-stop-unused",
  title: "`stop` without any batch is answered",
  level: "error",
  why: "`spandock validate`, and an agent that got no spans, start a plugin and stop it.",
  fix: "Close only what was opened.",
  calls: "its config, stop",
  expected: "ok, or an err with the reason",
  isConfigured: true,
  last: (instance) => instance.stop(),
});

export const lifecycleStopTwice: Check = lifecycleCheck({
  id: "lifecycle-stop-twice",
  title: "A second `stop` is answered",
  level: "warning",
  why: outOfOrder,
  fix: "Remember what was closed, and return ok the second time.",
  calls: "its config, stop, stop",
  expected: "ok or err",
  isConfigured: true,
  before: async (instance) => (await instance.stop()).kind === "answer",
  last: (instance) => instance.stop(),
});

export const lifecycleStopWithoutConfig: Check = lifecycleCheck({
  id: "lifecycle-stop-without-config",
  title: "`stop` without a config is answered",
  level: "warning",
  why: outOfOrder,
  fix: "Begin with nothing open, so that stop finds nothing to close.",
  calls: "stop, in an instance that never had a config",
  expected: "ok or err",
  isConfigured: false,
  last: (instance) => instance.stop(),
});

export const lifecycleExportAfterStop: Check = lifecycleCheck({
  id: "lifecycle-export-after-stop",
  title: "A batch after `stop` is answered",
  level: "warning",
  why: outOfOrder,
  fix: "Return permanent, or retryable, from export-spans once stop was called.",
  calls: `its config, stop, ${plainBatch.sent}`,
  expected: "an outcome",
  isConfigured: true,
  before: async (instance) => (await instance.stop()).kind === "answer",
  last: (instance) => instance.export(plainBatch.make()),
});

export const lifecycleConfigTwice: Check = {
  id: "lifecycle-config-twice",
  group: "lifecycle",
  title: "A second config in one instance is answered",
  level: "warning",
  why: outOfOrder,
  fix: "Return err when there are exporters already, or make new ones.",
  run: (subject) =>
    lifecycleCheck({
      ...lifecycleConfigTwice,
      calls: "its config, its config again",
      expected: "exporters or err",
      isConfigured: true,
      last: (instance) => instance.configure(subject.options.config),
    }).run(subject),
};
