/** `spandock:exporter/config`. The result (12 bytes): u8 tag, then address and length of the JSON or the error. */
@external("spandock:exporter/config@1.0.0", "yaml-to-json")
export declare function yamlToJson(yaml: usize, yamlLength: usize, result: usize): void;
