package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"

	"example.com/files-exporter-go/spandock/otlp"
)

// writeLine writes what stands in a file for one resource of a batch:
//
//	{"at": "…", "node": {…}, "span_data": [{…}, …]}
func writeLine(text *pieces, at time.Time, resourceSpans otlp.ResourceSpans) error {
	values := newValueWriter(text)
	text.writeString(`{"at":"` + at.UTC().Format("2006-01-02T15:04:05.000000000Z") + `","node":`)
	if err := values.write(newNode(resourceSpans.Resource, resourceSpans.SchemaURL)); err != nil {
		return err
	}
	text.writeString(`,"span_data":[`)
	separator := ""
	for decoded, err := range resourceSpans.Spans() {
		if err != nil {
			return err
		}
		text.writeString(separator)
		separator = ","
		if err := values.write(newSpan(decoded)); err != nil {
			return err
		}
	}
	text.writeString("]}\n")
	return nil
}

// valueWriter writes one JSON value at a time.
type valueWriter struct {
	text    *pieces
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func newValueWriter(text *pieces) *valueWriter {
	w := &valueWriter{text: text}
	w.encoder = json.NewEncoder(&w.buffer)
	w.encoder.SetEscapeHTML(false)
	return w
}

func (w *valueWriter) write(value any) error {
	w.buffer.Reset()
	if err := w.encoder.Encode(value); err != nil {
		return fmt.Errorf("can't be written as JSON: %w", err)
	}
	// The encoder ends each value with a newline.
	w.text.Write(bytes.TrimSuffix(w.buffer.Bytes(), []byte{'\n'}))
	return nil
}

// span is one span in OTLP/JSON: hex ids, 64-bit integers as texts, enums as integers; members with their default are
// left out, except ids, name, kind and times. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
type span struct {
	TraceID                hexID      `json:"traceId"`
	SpanID                 hexID      `json:"spanId"`
	ParentSpanID           hexID      `json:"parentSpanId,omitempty"`
	TraceState             string     `json:"traceState,omitempty"`
	Flags                  uint32     `json:"flags,omitempty"`
	Name                   string     `json:"name"`
	Kind                   int32      `json:"kind"`
	StartTimeUnixNano      uint64     `json:"startTimeUnixNano,string"`
	EndTimeUnixNano        uint64     `json:"endTimeUnixNano,string"`
	Attributes             []keyValue `json:"attributes,omitempty"`
	DroppedAttributesCount uint32     `json:"droppedAttributesCount,omitempty"`
	Events                 []event    `json:"events,omitempty"`
	DroppedEventsCount     uint32     `json:"droppedEventsCount,omitempty"`
	Links                  []link     `json:"links,omitempty"`
	DroppedLinksCount      uint32     `json:"droppedLinksCount,omitempty"`
	Status                 *status    `json:"status,omitempty"`
}

type event struct {
	TimeUnixNano           uint64     `json:"timeUnixNano,string"`
	Name                   string     `json:"name"`
	Attributes             []keyValue `json:"attributes,omitempty"`
	DroppedAttributesCount uint32     `json:"droppedAttributesCount,omitempty"`
}

type link struct {
	TraceID                hexID      `json:"traceId"`
	SpanID                 hexID      `json:"spanId"`
	TraceState             string     `json:"traceState,omitempty"`
	Attributes             []keyValue `json:"attributes,omitempty"`
	DroppedAttributesCount uint32     `json:"droppedAttributesCount,omitempty"`
	Flags                  uint32     `json:"flags,omitempty"`
}

type status struct {
	Message string `json:"message,omitempty"`
	Code    int32  `json:"code,omitempty"`
}

func newSpan(s *trace.Span) span {
	return span{
		TraceID:                s.TraceId,
		SpanID:                 s.SpanId,
		ParentSpanID:           s.ParentSpanId,
		TraceState:             s.TraceState,
		Flags:                  s.Flags,
		Name:                   s.Name,
		Kind:                   int32(s.Kind),
		StartTimeUnixNano:      s.StartTimeUnixNano,
		EndTimeUnixNano:        s.EndTimeUnixNano,
		Attributes:             newKeyValues(s.Attributes),
		DroppedAttributesCount: s.DroppedAttributesCount,
		Events:                 mapped(s.Events, newEvent),
		DroppedEventsCount:     s.DroppedEventsCount,
		Links:                  mapped(s.Links, newLink),
		DroppedLinksCount:      s.DroppedLinksCount,
		Status:                 newStatus(s.Status),
	}
}

func newEvent(e *trace.Span_Event) event {
	return event{
		TimeUnixNano:           e.TimeUnixNano,
		Name:                   e.Name,
		Attributes:             newKeyValues(e.Attributes),
		DroppedAttributesCount: e.DroppedAttributesCount,
	}
}

func newLink(l *trace.Span_Link) link {
	return link{
		TraceID:                l.TraceId,
		SpanID:                 l.SpanId,
		TraceState:             l.TraceState,
		Attributes:             newKeyValues(l.Attributes),
		DroppedAttributesCount: l.DroppedAttributesCount,
		Flags:                  l.Flags,
	}
}

func newStatus(s *trace.Status) *status {
	if s == nil {
		return nil
	}
	return &status{Message: s.Message, Code: int32(s.Code)}
}

// mapped keeps an empty list nil, which omitempty leaves out.
func mapped[From, To any](list []From, convert func(From) To) []To {
	if len(list) == 0 {
		return nil
	}
	converted := make([]To, len(list))
	for i, item := range list {
		converted[i] = convert(item)
	}
	return converted
}
