import { readFileSync } from "node:fs";

/** What an example may use without saying where it has it from. */
const parameters = "config: Config, batch: SpanBatch, node: Node, spans: Spans, span: Span, json: JsonWriter";

/**
 * A file for each `ts` block of a page, by name. asc compiles only what is called, so each exports a function `run` that
 * is the example's statements, or calls what the example declares.
 */
export function exampleFiles(page: string): Record<string, string> {
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
  return Object.fromEntries(blocks.map((code, index) => [`example-${index}.ts`, exampleFile(code)]));
}

/** A plugin that runs all of them for each batch. */
export function examplesEntry(files: Readonly<Record<string, string>>): string {
  const runs = Object.keys(files).map((file, index) => ({
    name: `run${index}`,
    path: `./${file.slice(0, -3)}`,
  }));
  return `
import { ${sdkNames.join(", ")} } from "@spandock/guest-sdk";
${runs.map(({ name, path }) => `import { run as ${name} } from "${path}";`).join("\n")}
class Examples extends TraceExporter {
  constructor(private readonly config: Config) { super(); }
  exportSpans(batch: SpanBatch): Outcome {
    const resource = batch.resourceSpans[0];
    const spans = resource.spans;
    ${runs.map(({ name }) => `${name}(this.config, batch, resource.node, spans, spans[0], new JsonWriter());`).join("\n    ")}
    return Outcome.accepted();
  }
}
export function traceExportersFromConfig(config: Config): ConfigResult {
  return ConfigResult.ok([new Examples(config)]);
}
`;
}

function exampleFile(code: string): string {
  const className = code.match(/^class (\w+)/)?.[1];
  const functionName = code.match(/^export function (\w+)/)?.[1];
  const isDeclaration = className !== undefined || functionName !== undefined;
  const called = className
    ? `const made: TraceExporter = new ${className}();\n  made.exportSpans(batch);`
    : `${functionName}(config);`;
  return `
import { ${sdkNames.join(", ")} } from "@spandock/guest-sdk";
export class MyExporter extends TraceExporter {
  constructor(readonly path: string) { super(); }
}
${isDeclaration ? code : ""}
export function run(${parameters}): Outcome {
  ${isDeclaration ? called : code}
  return Outcome.accepted();
}
`;
}

/** All that an author can import. */
const sdkNames = [
  ...readFileSync(new URL("../../assembly/index.ts", import.meta.url), "utf8").matchAll(
    /^export \{([^}]*)\} from/gm,
  ),
].flatMap(([, names]) => names!.match(/\w+/g)!);
