// Package otlp reads the spans of a batch, one at a time: what is decoded takes about ten times the room of its bytes,
// and 10,000 spans at once would not fit into the agent's default limits.memory of 64 MiB.
package otlp

import (
	"fmt"
	"iter"

	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// ResourceSpans is the spans of one resource.
type ResourceSpans struct {
	// Resource is who sent the spans; never nil.
	Resource *resource.Resource
	// SchemaURL is the schema of the resource's attributes, or "".
	SchemaURL string

	encoded []byte
}

// Field numbers of ExportTraceServiceRequest, ResourceSpans and ScopeSpans:
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
const (
	requestResourceSpans    protowire.Number = 1
	resourceSpansResource   protowire.Number = 1
	resourceSpansScopeSpans protowire.Number = 2
	resourceSpansSchemaURL  protowire.Number = 3
	scopeSpansSpans         protowire.Number = 2
)

// A span lies three messages deep, and 100 are taken in all; each list or map in an attribute's value costs two or
// three.
var unmarshal = proto.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: 97}

// Resources iterates over an ExportTraceServiceRequest, and ends at the first error: a batch with one can never succeed.
func Resources(request []byte) iter.Seq2[ResourceSpans, error] {
	return func(yield func(ResourceSpans, error) bool) {
		for encoded, err := range fields(request, requestResourceSpans) {
			var found ResourceSpans
			if err == nil {
				found, err = readResourceSpans(encoded)
			}
			if !yield(found, malformed(err)) || err != nil {
				return
			}
		}
	}
}

// Spans iterates over all scopes, and ends at the first error. Each span is one of its own, and may be kept.
func (r ResourceSpans) Spans() iter.Seq2[*trace.Span, error] {
	return func(yield func(*trace.Span, error) bool) {
		for scopeSpans, err := range fields(r.encoded, resourceSpansScopeSpans) {
			if err != nil {
				yield(nil, malformed(err))
				return
			}
			for encoded, err := range fields(scopeSpans, scopeSpansSpans) {
				span := &trace.Span{}
				if err == nil {
					err = unmarshal.Unmarshal(encoded, span)
				}
				if !yield(span, malformed(err)) || err != nil {
					return
				}
			}
		}
	}
}

func readResourceSpans(encoded []byte) (ResourceSpans, error) {
	found := ResourceSpans{Resource: &resource.Resource{}, encoded: encoded}
	// A field that is not repeated may come twice: the last one counts.
	for payload, err := range fields(encoded, resourceSpansResource) {
		if err != nil {
			return found, err
		}
		if err := unmarshal.Unmarshal(payload, found.Resource); err != nil {
			return found, err
		}
	}
	for payload, err := range fields(encoded, resourceSpansSchemaURL) {
		if err != nil {
			return found, err
		}
		found.SchemaURL = string(payload)
	}
	return found, nil
}

// fields iterates over the payloads of those fields of a message that have this number and a length.
func fields(message []byte, number protowire.Number) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for len(message) > 0 {
			found, wireType, tagLength := protowire.ConsumeTag(message)
			if tagLength < 0 {
				yield(nil, protowire.ParseError(tagLength))
				return
			}
			message = message[tagLength:]
			length := protowire.ConsumeFieldValue(found, wireType, message)
			if length < 0 {
				yield(nil, protowire.ParseError(length))
				return
			}
			if found == number && wireType == protowire.BytesType {
				payload, _ := protowire.ConsumeBytes(message)
				if !yield(payload, nil) {
					return
				}
			}
			message = message[length:]
		}
	}
}

func malformed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("malformed OTLP protobuf: %w", err)
}
