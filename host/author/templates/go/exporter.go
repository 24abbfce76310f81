package main

import (
	"bytes"
	"fmt"
	"io"

	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"example.com/{{name}}/spandock"
)

type exporter struct {
	prefix string
	out    io.Writer
}

// ExportSpans writes the lines of a batch at once.
func (e *exporter) ExportSpans(batch spandock.Batch) (spandock.Accepted, error) {
	// On the wire, TracesData is an ExportTraceServiceRequest, whose own package would bring in gRPC.
	var request trace.TracesData
	if err := proto.Unmarshal(batch.Spans, &request); err != nil {
		// This batch can never succeed: the agent does not send it again.
		return spandock.Accepted{}, fmt.Errorf("malformed OTLP protobuf: %w", err)
	}
	var lines bytes.Buffer
	for _, resourceSpans := range request.ResourceSpans {
		service := serviceName(resourceSpans.Resource)
		for _, scopeSpans := range resourceSpans.ScopeSpans {
			for _, span := range scopeSpans.Spans {
				fmt.Fprintf(&lines, "%s %s %q %.3f ms\n", e.prefix, service, span.Name, millis(span))
			}
		}
	}
	if _, err := e.out.Write(lines.Bytes()); err != nil {
		// This may pass: the agent sends the same batch again.
		return spandock.Accepted{}, spandock.Retryable(err)
	}
	return spandock.Accepted{}, nil
}

// millis is how long a span took; 0 when its end lies before its start.
func millis(span *trace.Span) float64 {
	if span.EndTimeUnixNano < span.StartTimeUnixNano {
		return 0
	}
	return float64(span.EndTimeUnixNano-span.StartTimeUnixNano) / 1e6
}

func serviceName(r *resource.Resource) string {
	for _, attribute := range r.GetAttributes() {
		if attribute.Key == "service.name" {
			return attribute.Value.GetStringValue()
		}
	}
	return "unknown"
}
