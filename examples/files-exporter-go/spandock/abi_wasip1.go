package spandock

// The plugin's side of the contract in the canonical ABI
// (https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md), by hand: the interface is three
// functions, and a generator would be one more toolchain for every author.
//
// Pointers are 64 bits wide inside Go and 32 bits at the border: the compiler converts parameters and results, but
// what lies in memory is written as uint32 here. The garbage collector moves no heap objects, so an address holds as
// long as something keeps the object.

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"time"
	"unsafe"
)

// answer is where the host reads a result: room for the largest, result<accepted, failure>, in words of 32 bits.
// The host reads it before it calls anything else, then calls the cabi_post function.
var answer [6]uint32

// kept holds what the answer points to, until the host has read it.
var kept struct {
	text    string
	handles []uint32
}

// exporters by their representation, which is what the host gives back for a handle.
var exporters []TraceExporter

const (
	ok  = 0
	err = 1
)

//go:wasmimport [export]spandock:exporter/trace-exporter-plugin@1.0.0 [resource-new]trace-exporter
func newTraceExporter(representation uint32) uint32

//go:wasmexport spandock:exporter/trace-exporter-plugin@1.0.0#trace-exporters-from-config
func traceExportersFromConfig(blob unsafe.Pointer, length uint32, configType uint32) unsafe.Pointer {
	defer endCall()
	if registered == nil {
		panic("spandock.Register was not called in an init function")
	}
	made, problem := registered.TraceExportersFromConfig(bytesAt(blob, length), ConfigType(configType))
	if problem != nil {
		return answerText(err, problem.Error())
	}
	kept.handles = make([]uint32, len(made))
	for i, exporter := range made {
		exporters = append(exporters, exporter)
		kept.handles[i] = newTraceExporter(uint32(len(exporters) - 1))
	}
	answer = [6]uint32{ok, address(unsafe.Pointer(unsafe.SliceData(kept.handles))), uint32(len(made))}
	return unsafe.Pointer(&answer)
}

//go:wasmexport cabi_post_spandock:exporter/trace-exporter-plugin@1.0.0#trace-exporters-from-config
func afterTraceExportersFromConfig(unsafe.Pointer) { release() }

//go:wasmexport spandock:exporter/trace-exporter-plugin@1.0.0#[method]trace-exporter.export-spans
func exportSpans(representation uint32, spans unsafe.Pointer, length uint32, spanCount uint32) unsafe.Pointer {
	defer endCall()
	accepted, problem := exporters[representation].ExportSpans(Batch{Spans: bytesAt(spans, length), SpanCount: spanCount})
	if problem != nil {
		return answerFailure(problem)
	}
	answer = [6]uint32{ok, accepted.RejectedSpans}
	if accepted.Message != "" {
		answer[2] = 1
		answer[3], answer[4] = keep(accepted.Message)
	}
	return unsafe.Pointer(&answer)
}

// answerFailure writes the variant failure: 0 = retryable(message, option<u32>), 1 = permanent(message).
func answerFailure(problem error) unsafe.Pointer {
	text, length := keep(problem.Error())
	answer = [6]uint32{err, 1, text, length}
	var retryable *retryableError
	if errors.As(problem, &retryable) {
		answer[1] = 0
		if retryable.hasDelay {
			answer[4], answer[5] = 1, millis(retryable.delay)
		}
	}
	return unsafe.Pointer(&answer)
}

func millis(delay time.Duration) uint32 {
	return uint32(min(max(delay.Milliseconds(), 0), math.MaxUint32))
}

//go:wasmexport cabi_post_spandock:exporter/trace-exporter-plugin@1.0.0#[method]trace-exporter.export-spans
func afterExportSpans(unsafe.Pointer) { release() }

//go:wasmexport spandock:exporter/trace-exporter-plugin@1.0.0#[dtor]trace-exporter
func dropTraceExporter(representation uint32) { exporters[representation] = nil }

//go:wasmexport spandock:exporter/trace-exporter-plugin@1.0.0#stop
func stop() unsafe.Pointer {
	defer endCall()
	if registered == nil {
		return answerText(ok, "")
	}
	if problem := registered.Stop(); problem != nil {
		return answerText(err, problem.Error())
	}
	return answerText(ok, "")
}

//go:wasmexport cabi_post_spandock:exporter/trace-exporter-plugin@1.0.0#stop
func afterStop(unsafe.Pointer) { release() }

func answerText(tag uint32, text string) unsafe.Pointer {
	at, length := keep(text)
	answer = [6]uint32{tag, at, length}
	return unsafe.Pointer(&answer)
}

// keep makes a text outlive the call, and gives its address and length.
func keep(text string) (at, length uint32) {
	kept.text = text
	return address(unsafe.Pointer(unsafe.StringData(text))), uint32(len(text))
}

func release() {
	kept.text = ""
	kept.handles = nil
}

// endCall lets go of the call's arguments. A panic becomes the reason that the agent reports; Go ends the component.
func endCall() {
	if reason := recover(); reason != nil {
		writeLog(levelCritical, fmt.Sprint("panic: ", reason), nil)
		panic(reason)
	}
	clear(received)
	received = received[:0]
}

func address(pointer unsafe.Pointer) uint32 { return uint32(uintptr(pointer)) }

func bytesAt(pointer unsafe.Pointer, length uint32) []byte {
	return unsafe.Slice((*byte)(pointer), length)
}

//go:wasmimport spandock:exporter/config@1.0.0 yaml-to-json
func yamlToJSON(text unsafe.Pointer, length uint32, result unsafe.Pointer)

// YAMLToJSON has the agent parse one YAML 1.2 document, for plugins that want no YAML library of their own. The error
// names line and column.
func YAMLToJSON(yaml []byte) ([]byte, error) {
	result := new([3]uint32)
	yamlToJSON(unsafe.Pointer(unsafe.SliceData(yaml)), uint32(len(yaml)), unsafe.Pointer(result))
	runtime.KeepAlive(yaml)
	text := bytesAt(unsafe.Pointer(uintptr(result[1])), result[2])
	if result[0]&0xff != ok {
		return nil, errors.New(string(text))
	}
	return text, nil
}
