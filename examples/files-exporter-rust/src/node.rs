use crate::otlp_json::{Attributes, is_zero};
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::ResourceSpans;
use serde::Serialize;

/// Who sent the spans, in OpenCensus' words, read from the resource. What it does not say is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node<'a> {
    #[serde(skip_serializing_if = "is_default")]
    identifier: Identifier<'a>,
    #[serde(skip_serializing_if = "is_default")]
    library_info: LibraryInfo<'a>,
    #[serde(skip_serializing_if = "is_default")]
    service_info: ServiceInfo<'a>,
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    attributes: Attributes<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    schema_url: &'a str,
}

#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Identifier<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    host_name: &'a str,
    #[serde(skip_serializing_if = "is_default")]
    pid: i64,
    #[serde(skip_serializing_if = "str::is_empty")]
    start_timestamp: &'a str,
}

#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct LibraryInfo<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    exporter_version: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    core_library_version: &'a str,
}

#[derive(Default, PartialEq, Serialize)]
struct ServiceInfo<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

impl<'a> From<&'a ResourceSpans> for Node<'a> {
    fn from(resource_spans: &'a ResourceSpans) -> Self {
        let resource = resource_spans.resource.as_ref();
        let attributes = resource.map_or(&[][..], |resource| &resource.attributes);
        Self {
            identifier: Identifier {
                host_name: text(attributes, "host.name"),
                pid: integer(attributes, "process.pid"),
                start_timestamp: text_of_either(
                    attributes,
                    ["process.creation.time", "opencensus.starttime"],
                ),
            },
            library_info: LibraryInfo {
                language: text(attributes, "telemetry.sdk.language"),
                exporter_version: text_of_either(
                    attributes,
                    ["telemetry.distro.version", "opencensus.exporterversion"],
                ),
                core_library_version: text(attributes, "telemetry.sdk.version"),
            },
            service_info: ServiceInfo {
                name: text(attributes, "service.name"),
            },
            attributes: attributes.into(),
            dropped_attributes_count: resource.map_or(0, |r| r.dropped_attributes_count),
            schema_url: &resource_spans.schema_url,
        }
    }
}

fn find<'a>(attributes: &'a [KeyValue], key: &str) -> Option<&'a Value> {
    let found = attributes.iter().find(|attribute| attribute.key == key)?;
    found.value.as_ref()?.value.as_ref()
}

fn text<'a>(attributes: &'a [KeyValue], key: &str) -> &'a str {
    match find(attributes, key) {
        Some(Value::StringValue(text)) => text,
        _ => "",
    }
}

fn text_of_either<'a>(attributes: &'a [KeyValue], [key, other]: [&str; 2]) -> &'a str {
    match text(attributes, key) {
        "" => text(attributes, other),
        text => text,
    }
}

/// Some senders give numbers as text.
fn integer(attributes: &[KeyValue], key: &str) -> i64 {
    match find(attributes, key) {
        Some(Value::IntValue(number)) => *number,
        Some(Value::StringValue(text)) => text.parse().unwrap_or(0),
        _ => 0,
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use opentelemetry_proto::tonic::common::v1::AnyValue;
    use opentelemetry_proto::tonic::resource::v1::Resource;
    use serde_json::{Value as Json, json, to_value};

    fn node_of(attributes: &[(&str, Value)]) -> Json {
        let attributes = attributes.iter().map(|(key, value)| KeyValue {
            key: key.to_string(),
            value: Some(AnyValue {
                value: Some(value.clone()),
            }),
            ..KeyValue::default()
        });
        let resource = Resource {
            attributes: attributes.collect(),
            dropped_attributes_count: 2,
            ..Resource::default()
        };
        let resource_spans = ResourceSpans {
            resource: Some(resource),
            schema_url: "https://schema.example".into(),
            ..ResourceSpans::default()
        };
        to_value(Node::from(&resource_spans)).unwrap()
    }

    fn string(text: &str) -> Value {
        Value::StringValue(text.into())
    }

    #[test]
    fn says_what_the_resource_says() {
        let node = node_of(&[
            ("host.name", string("h1")),
            ("process.pid", Value::IntValue(4711)),
            ("process.creation.time", string("2024-02-29T12:00:00Z")),
            ("telemetry.sdk.language", string("rust")),
            ("telemetry.distro.version", string("0.9")),
            ("telemetry.sdk.version", string("2.1.0")),
            ("service.name", string("shop")),
        ]);
        assert_eq!(
            node["identifier"],
            json!({ "hostName": "h1", "pid": 4711, "startTimestamp": "2024-02-29T12:00:00Z" })
        );
        assert_eq!(
            node["libraryInfo"],
            json!({ "language": "rust", "exporterVersion": "0.9", "coreLibraryVersion": "2.1.0" })
        );
        assert_eq!(node["serviceInfo"], json!({ "name": "shop" }));
        assert_eq!(node["attributes"].as_array().unwrap().len(), 7);
        assert_eq!(node["droppedAttributesCount"], 2);
        assert_eq!(node["schemaUrl"], "https://schema.example");
    }

    #[test]
    fn takes_the_words_of_opencensus_where_there_are_no_others() {
        let node = node_of(&[
            ("process.creation.time", string("")),
            ("opencensus.starttime", string("then")),
            ("opencensus.exporterversion", string("0.1")),
            ("process.pid", string("12")),
        ]);
        assert_eq!(
            node["identifier"],
            json!({ "pid": 12, "startTimestamp": "then" })
        );
        assert_eq!(node["libraryInfo"], json!({ "exporterVersion": "0.1" }));
    }

    #[test]
    fn leaves_out_what_is_of_another_type() {
        let node = node_of(&[
            ("service.name", Value::BoolValue(true)),
            ("process.pid", string("x")),
        ]);
        assert!(
            node.get("serviceInfo").is_none() && node.get("identifier").is_none(),
            "{node}"
        );
    }

    #[test]
    fn of_nothing_is_empty() {
        assert_eq!(
            to_value(Node::from(&ResourceSpans::default())).unwrap(),
            json!({})
        );
    }
}
