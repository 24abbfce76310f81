import { Node } from "./node";
import { Resource } from "./otlp/resource";
import { Spans } from "./otlp/spans";
import { View } from "./otlp/view";
import { lastPayload } from "./wire/field";

/** The spans of one resource (`opentelemetry.proto.trace.v1.ResourceSpans`). */
export class ResourceSpans extends View {
  /** Who sent them. Reads the resource's attributes at each call. */
  get node(): Node {
    return new Node(new Resource(lastPayload(this.encoded, 10)), lastPayload(this.encoded, 26));
  }

  /** The spans over all scopes. Finds them anew at each call. */
  get spans(): Spans {
    return new Spans(this.encoded);
  }
}
