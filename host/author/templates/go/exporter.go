package main

import (
	"bytes"
	"fmt"
	"io"

	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"

	"example.com/{{name}}/spandock"
	"example.com/{{name}}/spandock/otlp"
)

type exporter struct {
	prefix string
	out    io.Writer
}

// ExportSpans writes the lines of a batch at once.
func (e *exporter) ExportSpans(batch spandock.Batch) (spandock.Accepted, error) {
	var lines bytes.Buffer
	for resourceSpans, err := range otlp.Resources(batch.Spans) {
		if err != nil {
			// This batch can never succeed: the agent does not send it again.
			return spandock.Accepted{}, err
		}
		service := serviceName(resourceSpans.Resource)
		for span, err := range resourceSpans.Spans() {
			if err != nil {
				return spandock.Accepted{}, err
			}
			fmt.Fprintf(&lines, "%s %s %q %.3f ms\n", e.prefix, service, span.Name, millis(span))
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
