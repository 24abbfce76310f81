/** Makes a handle of the contract's resource `trace-exporter` that stands for `representation`. */
@external("[export]spandock:exporter/trace-exporter-plugin@1.0.0", "[resource-new]trace-exporter")
export declare function newTraceExporter(representation: i32): i32;
