/** The format of a config blob. */
export enum ConfigType {
  /** The agent was not told. */
  Unknown,
  Yaml,
  Json,
}
