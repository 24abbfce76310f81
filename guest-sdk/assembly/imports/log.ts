/** `spandock:exporter/log`: the contract's log, as the canonical ABI passes it. */
@external("spandock:exporter/log@1.0.0", "log")
export declare function log(
  level: i32,
  message: usize,
  messageLength: usize,
  fields: usize,
  fieldCount: usize,
): void;
