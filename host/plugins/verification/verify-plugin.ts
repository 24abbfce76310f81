import { type Component, readComponent } from "../../sandbox/index.ts";
import { judgeComponent } from "./judge-component.ts";

export interface VerifyPluginOptions {
  /** What the user calls the plugin: the exporter's name or the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Makes sure that a file is a plugin for this agent: a component that exports the contract in exactly this agent's
 * version, with types equal to the agent's own WIT. Reads the binary only; no code of it runs. The bytes are not
 * kept. Answers what was read, so that nobody has to read it again.
 *
 * @throws SpandockError PLUGIN_NOT_WASM, PLUGIN_NOT_COMPONENT, PLUGIN_WRONG_WORLD, PLUGIN_WRONG_VERSION,
 * PLUGIN_WRONG_TYPES or PLUGIN_LOAD_FAILED.
 */
export function verifyPlugin({ name, bytes }: VerifyPluginOptions): Component {
  const file = readComponent(bytes);
  const refusal = judgeComponent(name, file);
  if (refusal !== undefined) throw refusal;
  // Whatever is no component was refused.
  return file as Component;
}
