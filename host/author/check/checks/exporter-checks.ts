import { type Check, type Finding, verdictOf } from "../check.ts";
import { batchCases } from "../subject/batches/index.ts";
import { plainBatch } from "../subject/plain-spans.ts";
import type { StartedInstance, Subject } from "../subject/subject.ts";

/** Of a plugin with more exporters, the others are left out: each is a call of its own. */
const maxTargets = 64;
const rounds = 3;
const instances = 3;

export const exporterEach: Check = {
  id: "exporter-each",
  group: "exporters",
  title: "Each exporter that the config makes answers the same batches",
  level: "error",
  why: "Every exporter of a plugin gets every batch, one after the other, in one instance.",
  fix: "Keep the state of each exporter in the exporter, and none of a batch in common variables.",
  async run(subject) {
    const batches = await subject.survived([...batchCases["batch-every-field"], plainBatch]);
    if (batches.length === 0) return { status: "skipped", reason: "it lives through no batch" };
    const { instance, width } = await subject.start();
    const targets = Math.min(width, maxTargets);
    const findings: Finding[] = [];
    try {
      for (const batchCase of batches) {
        for (let target = 0; target < targets && findings.length === 0; target++) {
          const reply = await instance.export(batchCase.make(), target);
          if (reply.kind === "answer") continue;
          const sent = `to exporter ${target + 1} of ${width}: ${batchCase.sent}`;
          findings.push({ sent, expected: "an outcome", found: subject.describeEnd(reply.end) });
        }
      }
    } finally {
      await instance.close();
    }
    return verdictOf(findings, `${targets} of ${width} exporters, ${batches.length} batches each`);
  },
};

export const exporterInstances: Check = {
  id: "exporter-instances",
  group: "exporters",
  title: "Several instances with one config work beside each other",
  level: "error",
  why: "At a reload the agent starts the new instance before it stops the old one; a canary runs both for minutes.",
  fix: "Take no lock that a second instance can't have; open files for appending, and listen on nothing.",
  async run(subject) {
    const started: StartedInstance[] = [];
    try {
      while (started.length < instances) started.push(await subject.start());
      return verdictOf(await exportInTurn(subject, started), `${instances} instances`);
    } finally {
      for (const { instance } of started) await instance.close();
    }
  },
};

async function exportInTurn(subject: Subject, started: readonly StartedInstance[]): Promise<Finding[]> {
  for (let round = 0; round < rounds; round++) {
    for (const [index, { instance }] of started.entries()) {
      const reply = await instance.export(plainBatch.make());
      if (reply.kind === "answer") continue;
      const sent = `to instance ${index + 1} of ${started.length}: ${plainBatch.sent}`;
      return [{ sent, expected: "an outcome", found: subject.describeEnd(reply.end) }];
    }
  }
  return [];
}
