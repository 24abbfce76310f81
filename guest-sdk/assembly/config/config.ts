import { LoweredText, liftText } from "../component/host-memory";
import { yamlToJson } from "../imports/config";
import { decodeUtf8 } from "../wire/utf8";
import { ConfigResult } from "./config-result";
import { ConfigType } from "./config-type";
import { ConfigValue } from "./config-value";
import { JsonReader } from "./json-reader";

const yamlResult = memory.data(12, 4);

/**
 * The config that the user wrote for this plugin: the blob as it is, or read with typed getters. It stays valid after
 * the call.
 *
 * ```ts
 * export function traceExportersFromConfig(config: Config): ConfigResult {
 *   const path = config.parse().get("path").text("/out/spans.jsonl");
 *   if (config.problems.length > 0) return config.refuse();
 *   return ConfigResult.ok([new MyExporter(path)]);
 * }
 * ```
 */
export class Config {
  /**
   * What the getters found wrong, one text for each. As long as there is one, the plugin does not start: answer with
   * `refuse()` before anything is opened.
   */
  readonly problems: string[] = [];

  /** @internal */
  constructor(
    /** The blob exactly as the user wrote it. */
    readonly bytes: Uint8Array,
    /** Its format, as the agent tells. */
    readonly type: ConfigType,
  ) {}

  /** `YAML`, `JSON` or `unknown`. */
  get typeName(): string {
    if (this.type == ConfigType.Yaml) return "YAML";
    return this.type == ConfigType.Json ? "JSON" : "unknown";
  }

  /** The blob as text; what is not UTF-8 becomes U+FFFD. */
  get text(): string {
    return decodeUtf8(this.bytes.dataStart, this.bytes.dataStart + this.bytes.length);
  }

  /**
   * The blob parsed: YAML by the agent, JSON here. What can't be parsed becomes a problem and gives an empty mapping;
   * so does an empty blob, without a problem.
   */
  parse(): ConfigValue {
    let json = this.text;
    if (this.type == ConfigType.Yaml) {
      const yaml = new LoweredText(json);
      yamlToJson(yaml.address, yaml.byteLength, yamlResult);
      yaml.free();
      json = liftText(load<usize>(yamlResult, 4), load<usize>(yamlResult, 8));
      if (load<u8>(yamlResult) != 0) {
        this.problems.push("config: " + json);
        json = "null";
      }
    } else if (json.trim().length == 0) json = "null";
    const reader = new JsonReader(json);
    const root = reader.read();
    if (reader.problem !== null) this.problems.push("config: " + reader.problem!);
    return new ConfigValue(this.problems, "", root);
  }

  /** Refuses the config with all its problems, one a line. */
  refuse(): ConfigResult {
    return ConfigResult.err(this.problems.join("\n"));
  }
}
