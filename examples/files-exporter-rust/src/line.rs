use crate::node::Node;
use crate::otlp_json::JsonSpan;
use opentelemetry_proto::tonic::trace::v1::ResourceSpans;
use serde::{Serialize, Serializer};
use std::time::SystemTime;

/// One line of the file: a resource and its spans, whatever their scope.
#[derive(Serialize)]
struct Line<'a> {
    at: String,
    node: Node<'a>,
    #[serde(serialize_with = "spans_of_all_scopes")]
    span_data: &'a ResourceSpans,
}

/// A JSON line for each resource.
pub fn lines_of(resources: &[ResourceSpans], at: SystemTime) -> Vec<u8> {
    let at = humantime::format_rfc3339_nanos(at);
    let mut lines = Vec::new();
    for resource_spans in resources {
        let line = Line {
            at: at.to_string(),
            node: Node::from(resource_spans),
            span_data: resource_spans,
        };
        serde_json::to_writer(&mut lines, &line).expect("a vector takes everything");
        lines.push(b'\n');
    }
    lines
}

fn spans_of_all_scopes<S: Serializer>(
    resource_spans: &ResourceSpans,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let scopes = resource_spans.scope_spans.iter();
    serializer.collect_seq(scopes.flat_map(|scope| &scope.spans).map(JsonSpan::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value::Value};
    use opentelemetry_proto::tonic::resource::v1::Resource;
    use opentelemetry_proto::tonic::trace::v1::{ScopeSpans, Span};
    use std::time::Duration;

    fn scope(name: &str) -> ScopeSpans {
        let span = Span {
            name: name.into(),
            ..Span::default()
        };
        ScopeSpans {
            spans: vec![span],
            ..ScopeSpans::default()
        }
    }

    #[test]
    fn a_line_holds_the_resource_and_the_spans_of_all_scopes() {
        let service = KeyValue {
            key: "service.name".into(),
            value: Some(AnyValue {
                value: Some(Value::StringValue("shop".into())),
            }),
            ..KeyValue::default()
        };
        let resource = Resource {
            attributes: vec![service],
            ..Resource::default()
        };
        let shop = ResourceSpans {
            resource: Some(resource),
            scope_spans: vec![scope("pay"), scope("ship")],
            ..ResourceSpans::default()
        };
        let lines = lines_of(
            &[shop, ResourceSpans::default()],
            SystemTime::UNIX_EPOCH + Duration::from_nanos(1_709_210_096_000_000_789),
        );
        let span = |name: &str| {
            format!(
                r#"{{"traceId":"","spanId":"","name":"{name}","kind":0,"startTimeUnixNano":"0","endTimeUnixNano":"0"}}"#
            )
        };
        let (pay, ship) = (span("pay"), span("ship"));
        let expected = format!(
            r#"{{"at":"2024-02-29T12:34:56.000000789Z","node":{{"serviceInfo":{{"name":"shop"}},"attributes":[{{"key":"service.name","value":{{"stringValue":"shop"}}}}]}},"span_data":[{pay},{ship}]}}
{{"at":"2024-02-29T12:34:56.000000789Z","node":{{}},"span_data":[]}}
"#
        );
        assert_eq!(String::from_utf8(lines).unwrap(), expected);
    }
}
