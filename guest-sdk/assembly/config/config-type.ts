/** The format of a config blob. */
export enum ConfigType {
  /** The agent was not told: the bytes may be anything. */
  Unknown,
  /** YAML 1.2 in UTF-8. */
  Yaml,
  /** JSON (RFC 8259) in UTF-8. */
  Json,
}
