// Package spandock connects an exporter written in Go with the spandock agent. It is the contract
// spandock:exporter@1.0.0 (wit/exporter.wit) in Go's terms; abi_wasip1.go says how it crosses the border.
//
// A plugin registers itself in an init function, because a WebAssembly library never runs main:
//
//	func init() { spandock.Register(&plugin{}) }
//	func main() {}
package spandock

import (
	"errors"
	"fmt"
	"time"
)

// Plugin is implemented by the author.
type Plugin interface {
	// TraceExportersFromConfig makes the exporters of one config; each of them gets every batch. Called once, before
	// any other function. On an error the plugin must have released whatever it had opened: the agent shows the text
	// and does not start the plugin.
	TraceExportersFromConfig(blob []byte, configType ConfigType) ([]TraceExporter, error)

	// Stop is called once, after the last batch: flush, sync, close. The error's text goes to the operator and may
	// have several lines (errors.Join).
	Stop() error
}

// TraceExporter is one destination for spans, made from a config.
type TraceExporter interface {
	// ExportSpans takes one batch. The agent never calls two functions of a plugin at the same time, and ends a call
	// that outlasts export_timeout. Goroutines run only while a call is under way.
	//
	// A nil error means that the batch was taken. An error made by Retryable asks for the same batch again, any other
	// gives it up for good. Error texts hold no span data and no secrets.
	ExportSpans(batch Batch) (Accepted, error)
}

// Batch is spans as they came over the wire, not decoded by the agent.
type Batch struct {
	// Spans is an opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest in protobuf encoding.
	Spans []byte
	// SpanCount is how many spans these bytes hold, over all resources and scopes.
	SpanCount uint32
}

// Accepted says that a batch was taken, wholly or in part. The zero value: all of it.
type Accepted struct {
	// RejectedSpans were refused by the exporter or its destination. They are not sent again.
	RejectedSpans uint32
	// Message is why spans were rejected, or a warning beside a full success.
	Message string
}

// ConfigType is the format of a config blob.
type ConfigType uint32

const (
	// Unknown: the agent was not told. Treat the bytes as opaque.
	Unknown ConfigType = iota
	// YAML 1.2, UTF-8, exactly as the user wrote it.
	YAML
	// JSON (RFC 8259), UTF-8.
	JSON
)

func (t ConfigType) String() string {
	switch t {
	case Unknown:
		return "unknown"
	case YAML:
		return "YAML"
	case JSON:
		return "JSON"
	default:
		return fmt.Sprintf("config type %d", uint32(t))
	}
}

var registered Plugin

// Register names the plugin that this component is. To be called once, in an init function.
func Register(plugin Plugin) {
	if registered != nil {
		panic("spandock: two plugins are registered")
	}
	registered = plugin
}

// Retryable marks an error that may pass: the agent sends the same batch again, by its own backoff.
func Retryable(err error) error {
	return &retryableError{error: err}
}

// RetryableAfter is Retryable with the earliest time for the next try, as the destination asked for it.
func RetryableAfter(err error, delay time.Duration) error {
	return &retryableError{error: err, delay: delay, hasDelay: true}
}

// IsRetryable tells whether the agent would send the batch again.
func IsRetryable(err error) bool {
	var retryable *retryableError
	return errors.As(err, &retryable)
}

type retryableError struct {
	error
	delay    time.Duration
	hasDelay bool
}

func (e *retryableError) Unwrap() error { return e.error }
