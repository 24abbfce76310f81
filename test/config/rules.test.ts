import { describe, expect, it } from "vitest";
import { configWith, errorsOf, parsed } from "./config-fixture.ts";

const withRules = (rules: string) => configWith({ service: `rules:\n${rules}` });
const rulesOf = (rules: string) => parsed(withRules(rules)).service.rules;
const problemsOf = (rules: string) =>
  errorsOf(() => parsed(withRules(rules))).map(({ message }) =>
    message.replace(/^agent\.yaml:\d+:\d+: /, ""),
  );

describe("service.rules", () => {
  it("are read with their thresholds in one unit each", () => {
    expect(
      rulesOf(`
  - when: { error_spans: "> 5% for 30s", service: checkout, attributes: { http.route: /pay, code: 500, ok: true } }
    then: enable files
    for: 15m
  - when: { spans: "<= 0.5/s for 1m", exporter_failures: { files: ">=20%" } }
    then: enable files`),
    ).toEqual([
      {
        conditions: [
          {
            kind: "error-spans",
            threshold: { comparison: ">", value: 5, unit: "percent", forMillis: 30_000 },
          },
        ],
        selection: {
          service: "checkout",
          attributes: new Map([
            ["http.route", "/pay"],
            ["code", "500"],
            ["ok", "true"],
          ]),
        },
        action: "enable",
        exporter: "files",
        holdMillis: 900_000,
      },
      {
        conditions: [
          {
            kind: "spans",
            threshold: { comparison: "<=", value: 0.5, unit: "per-second", forMillis: 60_000 },
          },
          {
            kind: "exporter-failures",
            exporter: "files",
            threshold: { comparison: ">=", value: 20, unit: "percent", forMillis: 0 },
          },
        ],
        selection: { service: undefined, attributes: undefined },
        action: "enable",
        exporter: "files",
        holdMillis: 0,
      },
    ]);
  });

  it.each([
    ["> 5", 'found "> 5"'],
    ["5%", 'found "5%"'],
    ["> 101%", 'found "> 101%"'],
    ["> 5% during 30s", 'found "> 5% during 30s"'],
    ["> 5% for 30", 'found "> 5% for 30"'],
    ["== 5%", 'found "== 5%"'],
    ["> -5%", 'found "> -5%"'],
  ])("refuse the threshold %j", (text, found) => {
    expect(problemsOf(`  - { when: { error_spans: "${text}" }, then: enable files }`)).toEqual([
      `service.rules[0].when.error_spans: expected a threshold such as > 5% for 30s or > 100/s, ${found}`,
    ]);
  });

  it.each([
    [
      "when: { error_spans: > 5% }, then: enable nothing",
      'then: expected a name under exporters: files, found "nothing"',
    ],
    ["when: { error_spans: > 5% }, then: start files", "then: expected enable or disable and the name"],
    [
      "when: { error_spans: > 5% }",
      "then: expected enable or disable, and the name of an exporter, found no such key",
    ],
    ["then: enable files", "when: expected a map of conditions, found no such key"],
    ["when: {}, then: enable files", "when: expected error_spans, spans or exporter_failures, found none"],
    ["when: { service: x }, then: enable files", "when: expected error_spans, spans or exporter_failures"],
    [
      "when: { service: x, exporter_failures: { files: > 1% } }, then: enable files",
      "when: expected error_spans or spans beside service and attributes",
    ],
    [
      "when: { spans: > 5% }, then: enable files",
      "when: expected service or attributes beside a share of spans",
    ],
    [
      "when: { exporter_failures: { file: > 1% } }, then: enable files",
      'when.exporter_failures.file: expected a name under exporters: files, found "file"',
    ],
    [
      'when: { error_spans: "> 5%", then: enable files }, then: enable files',
      "when.then: expected then once, beside when or in it, found both",
    ],
    [
      "when: { spans: > 1/s, attributes: { a: [] } }, then: enable files",
      "when.attributes.a: expected a text, a number",
    ],
  ])("refuse { %s }", (rule, message) => {
    const [problem, ...more] = problemsOf(`  - { ${rule.replace(/(?<!")> [^ ,}]+/g, '"$&"')} }`);
    expect(problem).toContain(`service.rules[0].${message}`);
    expect(more).toEqual([]);
  });

  it("may hold what follows within when, as well as beside it", () => {
    const inside = `  - when: { error_spans: "> 5% for 30s", then: enable files, for: 15m }`;
    const beside = `  - when: { error_spans: "> 5% for 30s" }\n    then: enable files\n    for: 15m`;
    expect(rulesOf(inside)).toEqual(rulesOf(beside));
    expect(rulesOf(inside)).toMatchObject([{ action: "enable", exporter: "files", holdMillis: 900_000 }]);
  });

  it("may not pull one exporter both ways", () => {
    expect(
      problemsOf(`  - { when: { error_spans: "> 5%" }, then: enable files }
  - { when: { spans: "> 5/s" }, then: disable files }`),
    ).toEqual([
      "service.rules[1].then: expected rules that all enable files, found one that would disable it",
    ]);
  });

  it("take the place of a pipeline: an exporter that a rule enables is not said to be forgotten", () => {
    const more = "  incidents: { plugin: ./incidents.wasm }\nservice:";
    const rules = `  - { when: { error_spans: "> 5%" }, then: enable incidents }`;
    const text = withRules(rules).replace("service:", more);
    expect(parsed(text).warnings).toEqual([]);
    expect(parsed(text.replace("enable incidents", "enable files")).warnings).toHaveLength(1);
  });
});

describe("service.telemetry.traces", () => {
  const tracesOf = (traces: string) =>
    parsed(configWith({ service: `telemetry: { ${traces} }` })).service.telemetry.traces;

  it("are off unless they are written, and then take one in a hundred batches", () => {
    expect(tracesOf("")).toBeUndefined();
    expect(tracesOf("traces: { enabled: false, sampling: 5% }")).toBeUndefined();
    expect(tracesOf("traces:")).toEqual({ share: 0.01 });
    expect(tracesOf("traces: { enabled: true, sampling: 2.5% }")).toEqual({ share: 0.025 });
  });

  it.each(["0%", "101%", "5", "x%"])("refuse the sampling %s", (sampling) => {
    const [error] = errorsOf(() => tracesOf(`traces: { sampling: ${sampling} }`));
    expect(error?.message).toContain("service.telemetry.traces.sampling: expected a share such as 1%");
  });
});
