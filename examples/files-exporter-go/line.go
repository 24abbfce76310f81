package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
)

// lineWriter writes what stands in a file for one resource of a batch, span by span:
//
//	{"at": "…", "node": {…}, "span_data": [{…}, …]}
type lineWriter struct {
	text      *pieces
	value     bytes.Buffer
	encoder   *json.Encoder
	spanCount int
}

func newLineWriter(text *pieces) *lineWriter {
	w := &lineWriter{text: text}
	w.encoder = json.NewEncoder(&w.value)
	w.encoder.SetEscapeHTML(false)
	return w
}

func (w *lineWriter) begin(at time.Time, node node) error {
	w.text.writeString(`{"at":"` + at.UTC().Format("2006-01-02T15:04:05.000000000Z") + `","node":`)
	if err := w.write(node); err != nil {
		return err
	}
	w.text.writeString(`,"span_data":[`)
	return nil
}

func (w *lineWriter) addSpan(span span) error {
	if w.spanCount > 0 {
		w.text.writeString(",")
	}
	w.spanCount++
	return w.write(span)
}

func (w *lineWriter) end() { w.text.writeString("]}\n") }

func (w *lineWriter) write(value any) error {
	w.value.Reset()
	if err := w.encoder.Encode(value); err != nil {
		return fmt.Errorf("can't be written as JSON: %w", err)
	}
	w.text.Write(bytes.TrimSuffix(w.value.Bytes(), []byte{'\n'}))
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
