import { Node } from "../node";
import { JsonWriter } from "./json-writer";
import { writeAttributes } from "./write-attributes";
import { writeCount, writeText } from "./write-span";

/**
 * A node in OpenCensus' shape: identifier, libraryInfo, serviceInfo, and the resource's attributes (all of them) as
 * OTLP/JSON. What is not known is left out.
 */
export function writeNode(json: JsonWriter, node: Node): void {
  json.beginObject();
  if (node.hostName.length > 0 || node.pid != 0 || node.startTimestamp.length > 0) {
    json.key("identifier");
    json.beginObject();
    writeMember(json, "hostName", node.hostName);
    if (node.pid != 0) {
      json.key("pid");
      json.number(node.pid);
    }
    writeMember(json, "startTimestamp", node.startTimestamp);
    json.endObject();
  }
  if (node.language.length > 0 || node.exporterVersion.length > 0 || node.coreLibraryVersion.length > 0) {
    json.key("libraryInfo");
    json.beginObject();
    writeMember(json, "language", node.language);
    writeMember(json, "exporterVersion", node.exporterVersion);
    writeMember(json, "coreLibraryVersion", node.coreLibraryVersion);
    json.endObject();
  }
  if (node.serviceName.length > 0) {
    json.key("serviceInfo");
    json.beginObject();
    writeMember(json, "name", node.serviceName);
    json.endObject();
  }
  writeAttributes(json, "attributes", node.resource.encoded, 10, node.resource.attributeFields);
  writeCount(json, "droppedAttributesCount", node.resource.droppedAttributesCount);
  writeText(json, "schemaUrl", node.schemaUrlRange);
  json.endObject();
}

function writeMember(json: JsonWriter, name: string, text: string): void {
  if (text.length == 0) return;
  json.key(name);
  json.text(text);
}
