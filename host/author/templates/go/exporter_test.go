package main

import (
	"bytes"
	"errors"
	"testing"

	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"example.com/{{name}}/spandock"
)

func batchOf(t *testing.T, resourceSpans ...*trace.ResourceSpans) spandock.Batch {
	t.Helper()
	spans, err := proto.Marshal(&trace.TracesData{ResourceSpans: resourceSpans})
	if err != nil {
		t.Fatal(err)
	}
	return spandock.Batch{Spans: spans}
}

func TestExporterWritesOneLineForEachSpan(t *testing.T) {
	shop := &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: "shop"}}
	batch := batchOf(t,
		&trace.ResourceSpans{
			Resource: &resource.Resource{Attributes: []*common.KeyValue{{Key: "service.name", Value: shop}}},
			ScopeSpans: []*trace.ScopeSpans{{Spans: []*trace.Span{
				{Name: "pay", StartTimeUnixNano: 1_000_000, EndTimeUnixNano: 3_500_000},
			}}},
		},
		&trace.ResourceSpans{ScopeSpans: []*trace.ScopeSpans{{Spans: []*trace.Span{
			{Name: "clock went back", StartTimeUnixNano: 2, EndTimeUnixNano: 1},
		}}}})
	var out bytes.Buffer
	if _, err := (&exporter{prefix: "span", out: &out}).ExportSpans(batch); err != nil {
		t.Fatal(err)
	}
	want := "span shop \"pay\" 2.500 ms\nspan unknown \"clock went back\" 0.000 ms\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestExporterGivesUpWhatItCannotRead(t *testing.T) {
	_, err := (&exporter{out: &bytes.Buffer{}}).ExportSpans(spandock.Batch{Spans: []byte{0xff}})
	if err == nil || spandock.IsRetryable(err) {
		t.Errorf("got %v, want a failure for good", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestExporterAsksAgainWhenItCannotWrite(t *testing.T) {
	_, err := (&exporter{out: brokenWriter{}}).ExportSpans(batchOf(t, &trace.ResourceSpans{}))
	if !spandock.IsRetryable(err) {
		t.Errorf("got %v, want a retryable failure", err)
	}
}
