/** The page's parts, by what an author does. Every exported symbol stands in exactly one. */
export const groups = [
  {
    title: "Exporters and outcomes",
    intro: "What a plugin is made of: classes that take spans, and what they say of them.",
    names: ["TraceExporter", "Outcome", "OutcomeKind", "SpanBatch", "ResourceSpans"],
  },
  {
    title: "Reading the config",
    intro: "Once, before the first batch. What you take from a config is yours.",
    names: ["Config", "ConfigValue", "ConfigResult", "ConfigType"],
  },
  {
    title: "Who sent the spans",
    intro: "Views on the batch, valid until the export call returns.",
    names: ["Node", "Resource"],
  },
  {
    title: "Spans and attributes",
    intro:
      "Views on the batch, valid until the export call returns, and decoded as you ask. A field that the sender left " +
      'out is 0, `""`, or empty.',
    names: [
      ...["Spans", "Span", "SpanKind", "SpanStatus", "StatusCode", "SpanEvent", "SpanLink", "Scope"],
      ...["Attributes", "Attribute", "AnyValue", "ValueKind", "Views", "View"],
    ],
  },
  {
    title: "JSON",
    intro: "OTLP/JSON of spans, and JSON of your own around it, gathered in one buffer.",
    names: ["JsonWriter", "writeSpans", "writeSpan", "writeNode", "writeAnyValue"],
  },
  {
    title: "Files",
    intro: "In the directories that the config grants.",
    names: ["File", "OpenedFile", "FileError", "FileStat"],
  },
  {
    title: "HTTP and gzip",
    intro: "Requests to the hosts that the config grants, and what their answers mean for a batch.",
    names: [
      ...["HttpRequest", "HttpUrl", "HttpHeaders", "HttpAnswer", "HttpResponse", "HttpError", "Gzip"],
      ...["readUrl", "readHeaders", "outcomeOfError", "outcomeOfRefusal", "messageText"],
      ...["retryAfterMillis", "parseHttpDate"],
    ],
  },
  {
    title: "Time, random numbers, environment",
    intro: "Of these, only the environment needs a permission.",
    names: ["nowUnixNano", "monotonicNano", "rfc3339", "randomU64", "randomBytes", "environment"],
  },
  {
    title: "Logging",
    intro: "`trace(…)` of AssemblyScript goes here too, at debug level.",
    names: ["Log", "LogFields", "LogLevel"],
  },
  {
    title: "Bytes and protobuf fields",
    intro:
      "For code that has to be fast: stretches of memory as numbers, and the wire format below the views. A range " +
      "of the batch is valid until the export call returns.",
    names: [
      ...[
        "Range",
        "start",
        "end",
        "byteLength",
        "range",
        "rangeText",
        "rangeHex",
        "rangeBytes",
        "rangeEquals",
      ],
      "Field",
    ],
  },
];
