//! OTLP/JSON of spans: <https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding>. Members that hold their
//! default are left out, except ids, names, kinds and times.

use data_encoding::{BASE64, HEXLOWER};
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::{Span, Status, span::Event, span::Link};
use serde::{Serialize, Serializer};
use std::fmt::Display;
use std::marker::PhantomData;

pub type Attributes<'a> = Each<'a, KeyValue, JsonAttribute<'a>>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonSpan<'a> {
    #[serde(serialize_with = "hex")]
    trace_id: &'a [u8],
    #[serde(serialize_with = "hex")]
    span_id: &'a [u8],
    #[serde(serialize_with = "hex", skip_serializing_if = "<[u8]>::is_empty")]
    parent_span_id: &'a [u8],
    #[serde(skip_serializing_if = "str::is_empty")]
    trace_state: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u32,
    name: &'a str,
    kind: i32,
    #[serde(serialize_with = "decimal")]
    start_time_unix_nano: u64,
    #[serde(serialize_with = "decimal")]
    end_time_unix_nano: u64,
    #[serde(skip_serializing_if = "Each::is_empty")]
    attributes: Attributes<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
    #[serde(skip_serializing_if = "Each::is_empty")]
    events: Each<'a, Event, JsonEvent<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_events_count: u32,
    #[serde(skip_serializing_if = "Each::is_empty")]
    links: Each<'a, Link, JsonLink<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_links_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<JsonStatus<'a>>,
}

impl<'a> From<&'a Span> for JsonSpan<'a> {
    fn from(span: &'a Span) -> Self {
        Self {
            trace_id: &span.trace_id,
            span_id: &span.span_id,
            parent_span_id: &span.parent_span_id,
            trace_state: &span.trace_state,
            flags: span.flags,
            name: &span.name,
            kind: span.kind,
            start_time_unix_nano: span.start_time_unix_nano,
            end_time_unix_nano: span.end_time_unix_nano,
            attributes: span.attributes[..].into(),
            dropped_attributes_count: span.dropped_attributes_count,
            events: span.events[..].into(),
            dropped_events_count: span.dropped_events_count,
            links: span.links[..].into(),
            dropped_links_count: span.dropped_links_count,
            status: span.status.as_ref().map(JsonStatus::from),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonEvent<'a> {
    #[serde(serialize_with = "decimal")]
    time_unix_nano: u64,
    name: &'a str,
    #[serde(skip_serializing_if = "Each::is_empty")]
    attributes: Attributes<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
}

impl<'a> From<&'a Event> for JsonEvent<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            time_unix_nano: event.time_unix_nano,
            name: &event.name,
            attributes: event.attributes[..].into(),
            dropped_attributes_count: event.dropped_attributes_count,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonLink<'a> {
    #[serde(serialize_with = "hex")]
    trace_id: &'a [u8],
    #[serde(serialize_with = "hex")]
    span_id: &'a [u8],
    #[serde(skip_serializing_if = "str::is_empty")]
    trace_state: &'a str,
    #[serde(skip_serializing_if = "Each::is_empty")]
    attributes: Attributes<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u32,
}

impl<'a> From<&'a Link> for JsonLink<'a> {
    fn from(link: &'a Link) -> Self {
        Self {
            trace_id: &link.trace_id,
            span_id: &link.span_id,
            trace_state: &link.trace_state,
            attributes: link.attributes[..].into(),
            dropped_attributes_count: link.dropped_attributes_count,
            flags: link.flags,
        }
    }
}

#[derive(Serialize)]
struct JsonStatus<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    #[serde(skip_serializing_if = "is_unset")]
    code: i32,
}

impl<'a> From<&'a Status> for JsonStatus<'a> {
    fn from(status: &'a Status) -> Self {
        Self {
            message: &status.message,
            code: status.code,
        }
    }
}

#[derive(Serialize)]
pub struct JsonAttribute<'a> {
    key: &'a str,
    value: JsonValue<'a>,
}

impl<'a> From<&'a KeyValue> for JsonAttribute<'a> {
    fn from(KeyValue { key, value, .. }: &'a KeyValue) -> Self {
        Self {
            key,
            value: value.as_ref().map_or(JsonValue::Empty {}, JsonValue::from),
        }
    }
}

/// An object with one member named after the kind.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum JsonValue<'a> {
    StringValue(&'a str),
    BoolValue(bool),
    #[serde(serialize_with = "decimal")]
    IntValue(i64),
    #[serde(serialize_with = "double")]
    DoubleValue(f64),
    ArrayValue {
        values: Each<'a, AnyValue, JsonValue<'a>>,
    },
    KvlistValue {
        values: Attributes<'a>,
    },
    #[serde(serialize_with = "base64")]
    BytesValue(&'a [u8]),
    #[serde(untagged)]
    Empty {},
}

impl<'a> From<&'a AnyValue> for JsonValue<'a> {
    fn from(AnyValue { value }: &'a AnyValue) -> Self {
        match value {
            Some(Value::StringValue(text)) => Self::StringValue(text),
            Some(Value::BoolValue(flag)) => Self::BoolValue(*flag),
            Some(Value::IntValue(number)) => Self::IntValue(*number),
            Some(Value::DoubleValue(number)) => Self::DoubleValue(*number),
            Some(Value::ArrayValue(list)) => Self::ArrayValue {
                values: list.values[..].into(),
            },
            Some(Value::KvlistValue(map)) => Self::KvlistValue {
                values: map.values[..].into(),
            },
            Some(Value::BytesValue(bytes)) => Self::BytesValue(bytes),
            // An index into a table that only profiles have.
            Some(Value::StringValueStrindex(_)) | None => Self::Empty {},
        }
    }
}

/// A list of protobuf messages, each written as `J`.
pub struct Each<'a, M, J>(&'a [M], PhantomData<J>);

impl<M, J> Each<'_, M, J> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a, M, J> From<&'a [M]> for Each<'a, M, J> {
    fn from(messages: &'a [M]) -> Self {
        Self(messages, PhantomData)
    }
}

impl<'a, M, J: Serialize + From<&'a M>> Serialize for Each<'a, M, J> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(J::from))
    }
}

fn hex<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&HEXLOWER.encode(bytes))
}

fn base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64.encode(bytes))
}

/// JSON's numbers are doubles for many: 64-bit integers are texts.
fn decimal<S: Serializer>(number: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

fn double<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match *number {
        number if number.is_finite() => serializer.serialize_f64(number),
        number if number.is_nan() => serializer.serialize_str("NaN"),
        f64::INFINITY => serializer.serialize_str("Infinity"),
        _ => serializer.serialize_str("-Infinity"),
    }
}

pub fn is_zero(count: &u32) -> bool {
    *count == 0
}

fn is_unset(code: &i32) -> bool {
    *code == 0
}
