// Made by wit/generate.mjs from wit/exporter.wit. Change those.
/** @module Interface spandock:exporter/config@1.0.0 **/
/**
 * Parses one YAML 1.2 document and gives it back as JSON, for guests
 * without a YAML library of their own. The `err` text names line and
 * column.
 */
export function yamlToJson(yaml: string): string;
