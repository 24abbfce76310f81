//! From a batch to lines: the part that needs no agent.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

/// One line for each span of an `ExportTraceServiceRequest`, or why it can't be read.
pub fn span_lines(request: &[u8], prefix: &str) -> Result<Vec<String>, String> {
    let request = ExportTraceServiceRequest::decode(request)
        .map_err(|error| format!("malformed OTLP protobuf: {error}"))?;
    let mut lines = Vec::new();
    for resource_spans in &request.resource_spans {
        let service = service_name(resource_spans.resource.as_ref());
        for scope_spans in &resource_spans.scope_spans {
            let spans = scope_spans.spans.iter();
            lines.extend(spans.map(|span| line(span, service, prefix)));
        }
    }
    Ok(lines)
}

fn line(span: &Span, service: &str, prefix: &str) -> String {
    format!("{prefix} {}: {:.3} ms, {service}", span.name, millis(span))
}

/// How long a span took; 0 when a clock was set back meanwhile.
fn millis(span: &Span) -> f64 {
    let (start, end) = (span.start_time_unix_nano, span.end_time_unix_nano);
    end.saturating_sub(start) as f64 / 1e6
}

fn service_name(resource: Option<&Resource>) -> &str {
    let attributes = resource.map_or(&[][..], |resource| &resource.attributes);
    let found = attributes
        .iter()
        .find(|attribute| attribute.key == "service.name");
    match found.and_then(|attribute| attribute.value.as_ref()?.value.as_ref()) {
        Some(Value::StringValue(name)) => name,
        _ => "unknown service",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
    use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans};

    fn batch(service: Option<&str>, span: Span) -> Vec<u8> {
        let attributes = service.iter().map(|name| KeyValue {
            key: "service.name".into(),
            value: Some(AnyValue {
                value: Some(Value::StringValue(name.to_string())),
            }),
            ..KeyValue::default()
        });
        let resource = Resource {
            attributes: attributes.collect(),
            ..Resource::default()
        };
        let scope_spans = ScopeSpans {
            spans: vec![span],
            ..ScopeSpans::default()
        };
        let resource_spans = ResourceSpans {
            resource: Some(resource),
            scope_spans: vec![scope_spans],
            ..ResourceSpans::default()
        };
        ExportTraceServiceRequest {
            resource_spans: vec![resource_spans],
        }
        .encode_to_vec()
    }

    fn pay(start_time_unix_nano: u64, end_time_unix_nano: u64) -> Span {
        Span {
            name: "pay".into(),
            start_time_unix_nano,
            end_time_unix_nano,
            ..Span::default()
        }
    }

    #[test]
    fn a_line_tells_name_duration_and_service() {
        let lines = span_lines(&batch(Some("shop"), pay(1_000_000, 3_500_000)), "→");
        assert_eq!(lines.unwrap(), ["→ pay: 2.500 ms, shop"]);
    }

    #[test]
    fn a_span_that_ends_before_it_began_took_no_time() {
        let lines = span_lines(&batch(None, pay(2_000_000, 1_000_000)), "span");
        assert_eq!(lines.unwrap(), ["span pay: 0.000 ms, unknown service"]);
    }

    #[test]
    fn what_is_no_otlp_is_an_error() {
        let error = span_lines(&[0xff], "span").unwrap_err();
        assert!(error.starts_with("malformed OTLP protobuf: "), "{error}");
    }
}
