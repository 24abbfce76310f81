package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"example.com/files-exporter-go/spandock"
)

// maxDepth bounds messages inside messages; each list or map in an attribute's value costs two or three.
const maxDepth = 100

// keptBytes is how large the buffer may stay between two batches.
const keptBytes = 4 << 20

var unmarshal = proto.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: maxDepth}

// fileExporter appends each resource of a batch to a file as one JSON line.
type fileExporter struct {
	file io.Writer
	now  func() time.Time
	// buffer gathers the lines of a batch, to write them at once.
	buffer      bytes.Buffer
	hasTornLine bool
}

func newFileExporter(file io.Writer) *fileExporter {
	return &fileExporter{file: file, now: time.Now}
}

// ExportSpans writes all of a batch, or nothing when it can't be read.
func (e *fileExporter) ExportSpans(batch spandock.Batch) (spandock.Accepted, error) {
	// On the wire, TracesData is an ExportTraceServiceRequest, whose own package would bring in gRPC.
	var request trace.TracesData
	if err := unmarshal.Unmarshal(batch.Spans, &request); err != nil {
		return spandock.Accepted{}, fmt.Errorf("malformed OTLP protobuf: %w", err)
	}
	if len(request.ResourceSpans) == 0 {
		return spandock.Accepted{}, nil
	}
	if e.buffer.Cap() > keptBytes {
		e.buffer = bytes.Buffer{}
	}
	e.buffer.Reset()
	// What a failed write left behind must not run into the next line.
	if e.hasTornLine {
		e.buffer.WriteByte('\n')
	}
	encoder := json.NewEncoder(&e.buffer)
	encoder.SetEscapeHTML(false)
	for i, resourceSpans := range request.ResourceSpans {
		request.ResourceSpans[i] = nil // what is written may be collected
		if err := encoder.Encode(newLine(e.now(), resourceSpans)); err != nil {
			return spandock.Accepted{}, fmt.Errorf("can't write the spans as JSON: %w", err)
		}
	}
	_, err := e.file.Write(e.buffer.Bytes())
	e.hasTornLine = err != nil
	if err != nil {
		return spandock.Accepted{}, spandock.Retryable(err)
	}
	return spandock.Accepted{}, nil
}
