import { AnyValue, ValueKind } from "./otlp/any-value";
import { Attributes } from "./otlp/attributes";
import { Resource } from "./otlp/resource";
import { Range, rangeText } from "./wire/range";

/**
 * Who sent spans, in OpenCensus' words, read from the attributes of the OTLP resource. A text is "" when the resource
 * does not say it. Valid until the export call ends.
 */
export class Node {
  /** The resource itself. */
  readonly resource: Resource;
  /** All attributes of the resource, those that have a member here among them. */
  readonly attributes: Attributes;
  /** `host.name` */
  readonly hostName: string;
  /** `process.pid`; 0 when unknown. */
  readonly pid: i64;
  /** `process.creation.time`, else `opencensus.starttime`: RFC 3339. */
  readonly startTimestamp: string;
  /** `telemetry.sdk.language` */
  readonly language: string;
  /** `telemetry.distro.version`, else `opencensus.exporterversion` */
  readonly exporterVersion: string;
  /** `telemetry.sdk.version` */
  readonly coreLibraryVersion: string;
  /** `service.name` */
  readonly serviceName: string;

  /** @internal */
  constructor(
    resource: Resource,
    /** The schema's bytes, which stand in the `ResourceSpans`. */
    readonly schemaUrlRange: Range,
  ) {
    this.resource = resource;
    const attributes = resource.attributes;
    this.attributes = attributes;
    this.hostName = attributes.text("host.name");
    const pid = attributes.find("process.pid");
    this.pid = pid === null ? 0 : integerOf(pid);
    this.startTimestamp = firstText(attributes, "process.creation.time", "opencensus.starttime");
    this.language = attributes.text("telemetry.sdk.language");
    this.exporterVersion = firstText(attributes, "telemetry.distro.version", "opencensus.exporterversion");
    this.coreLibraryVersion = attributes.text("telemetry.sdk.version");
    this.serviceName = attributes.text("service.name");
  }

  /** The schema of the resource's attributes; "" when the sender names none. */
  get schemaUrl(): string {
    return rangeText(this.schemaUrlRange);
  }
}

function firstText(attributes: Attributes, key: string, otherKey: string): string {
  const text = attributes.text(key);
  return text.length > 0 ? text : attributes.text(otherKey);
}

/** Some senders give numbers as text. */
function integerOf(value: AnyValue): i64 {
  return value.kind == ValueKind.Text ? I64.parseInt(value.text) : value.integer;
}
