package main

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"example.com/files-exporter-go/spandock"
)

func textValue(value string) *common.AnyValue {
	return &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: value}}
}

func exporterTo(file io.Writer) *fileExporter {
	exporter := newFileExporter(file)
	exporter.now = func() time.Time { return time.Unix(1709210096, 789) }
	return exporter
}

func batchOf(t *testing.T, resourceSpans ...*trace.ResourceSpans) spandock.Batch {
	t.Helper()
	// On the wire, TracesData is an ExportTraceServiceRequest.
	spans, err := proto.Marshal(&trace.TracesData{ResourceSpans: resourceSpans})
	if err != nil {
		t.Fatal(err)
	}
	return spandock.Batch{Spans: spans}
}

func spanNamed(name string) *trace.ResourceSpans {
	return &trace.ResourceSpans{ScopeSpans: []*trace.ScopeSpans{{Spans: []*trace.Span{{Name: name}}}}}
}

func TestExporterWritesOneLineForEachResource(t *testing.T) {
	var file bytes.Buffer
	batch := batchOf(t,
		&trace.ResourceSpans{
			Resource: &resource.Resource{Attributes: []*common.KeyValue{
				{Key: "service.name", Value: textValue("<shop>")},
				{Key: "process.pid", Value: textValue("42")},
				{Key: "nan", Value: &common.AnyValue{Value: &common.AnyValue_DoubleValue{DoubleValue: math.NaN()}}},
				{Key: "none"},
			}},
			ScopeSpans: []*trace.ScopeSpans{{Spans: []*trace.Span{{
				TraceId: bytes.Repeat([]byte{0xab}, 16), Name: "pay", Kind: 3, EndTimeUnixNano: math.MaxUint64,
				Status: &trace.Status{},
			}, {}}}},
			SchemaUrl: "s",
		},
		&trace.ResourceSpans{})
	if _, err := exporterTo(&file).ExportSpans(batch); err != nil {
		t.Fatal(err)
	}
	at := `{"at":"2024-02-29T12:34:56.000000789Z","node":{`
	want := at + `"identifier":{"pid":42},"serviceInfo":{"name":"<shop>"},"attributes":[` +
		`{"key":"service.name","value":{"stringValue":"<shop>"}},` +
		`{"key":"process.pid","value":{"stringValue":"42"}},` +
		`{"key":"nan","value":{"doubleValue":"NaN"}},{"key":"none","value":{}}],"schemaUrl":"s"},"span_data":[` +
		`{"traceId":"abababababababababababababababab","spanId":"","name":"pay","kind":3,` +
		`"startTimeUnixNano":"0","endTimeUnixNano":"18446744073709551615","status":{}},` +
		`{"traceId":"","spanId":"","name":"","kind":0,"startTimeUnixNano":"0","endTimeUnixNano":"0"}]}` + "\n" +
		at + `},"span_data":[]}` + "\n"
	if file.String() != want {
		t.Errorf("got  %s\nwant %s", file.String(), want)
	}
}

func TestExporterWritesLongBatchesInPieces(t *testing.T) {
	var file bytes.Buffer
	name := strings.Repeat("x", pieceBytes)
	exporter := exporterTo(&file)
	for range keptPieces + 2 {
		if _, err := exporter.ExportSpans(batchOf(t, spanNamed(name), spanNamed("short"))); err != nil {
			t.Fatal(err)
		}
	}
	if lines := strings.Count(file.String(), "\n"); lines != 2*(keptPieces+2) {
		t.Errorf("got %d lines", lines)
	}
	if names := strings.Count(file.String(), `"name":"`+name+`"`); names != keptPieces+2 {
		t.Errorf("got %d long names whole", names)
	}
}

func TestExporterWritesNothingOfABatchThatIsMalformed(t *testing.T) {
	var file bytes.Buffer
	batch := batchOf(t, spanNamed("first"), spanNamed("second"))
	batch.Spans = batch.Spans[:len(batch.Spans)-1]
	_, err := exporterTo(&file).ExportSpans(batch)
	if err == nil || spandock.IsRetryable(err) || !strings.Contains(err.Error(), "malformed OTLP") {
		t.Errorf("got %v", err)
	}
	if file.Len() > 0 {
		t.Errorf("wrote %s", file.String())
	}
}

type failingFile struct {
	bytes.Buffer
	failure error
}

func (f *failingFile) Write(data []byte) (int, error) {
	if f.failure != nil {
		return 0, f.failure
	}
	return f.Buffer.Write(data)
}

func TestExporterAsksForABatchAgainAndStartsANewLine(t *testing.T) {
	file := &failingFile{failure: errors.New("no space left")}
	exporter := exporterTo(file)
	if _, err := exporter.ExportSpans(batchOf(t, spanNamed("a"))); !spandock.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	file.failure = nil
	if _, err := exporter.ExportSpans(batchOf(t, spanNamed("a"))); err != nil {
		t.Fatal(err)
	}
	if written := file.String(); !strings.HasPrefix(written, "\n{") || strings.Count(written, "\n") != 2 {
		t.Errorf("got %q", written)
	}
}
