package main

import (
	"io"
	"time"

	"example.com/files-exporter-go/spandock"
	"example.com/files-exporter-go/spandock/otlp"
)

// fileExporter appends each resource of a batch to a file as one JSON line.
type fileExporter struct {
	file io.Writer
	now  func() time.Time
	// text gathers the lines of a batch: nothing is written of one that can't be read.
	text        pieces
	hasTornLine bool
}

func newFileExporter(file io.Writer) *fileExporter {
	return &fileExporter{file: file, now: time.Now}
}

// ExportSpans writes all of a batch, or nothing when it can't be read.
func (e *fileExporter) ExportSpans(batch spandock.Batch) (spandock.Accepted, error) {
	e.text.reset()
	// What a failed write left behind must not run into the next line.
	if e.hasTornLine {
		e.text.writeString("\n")
	}
	count := 0
	for resourceSpans, err := range otlp.Resources(batch.Spans) {
		if err == nil {
			err = writeLine(&e.text, e.now(), resourceSpans)
		}
		if err != nil {
			return spandock.Accepted{}, err
		}
		count++
	}
	if count == 0 {
		return spandock.Accepted{}, nil
	}
	err := e.text.writeTo(e.file)
	e.hasTornLine = err != nil
	if err != nil {
		return spandock.Accepted{}, spandock.Retryable(err)
	}
	return spandock.Accepted{}, nil
}
