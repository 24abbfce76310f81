package main

import (
	"fmt"
	"time"

	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// Field numbers of ExportTraceServiceRequest, ResourceSpans and ScopeSpans:
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
const (
	requestResourceSpans     protowire.Number = 1
	resourceSpansResource    protowire.Number = 1
	resourceSpansScopeSpans  protowire.Number = 2
	resourceSpansSchemaURL   protowire.Number = 3
	scopeSpansSpans          protowire.Number = 2
	maxDepthOfSpanAttributes                  = 97
)

// unmarshal bounds messages inside messages; each list or map in an attribute's value costs two or three.
var unmarshal = proto.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: maxDepthOfSpanAttributes}

// writeLines writes one line for each resource of an ExportTraceServiceRequest, and counts them. It walks the upper
// three messages by itself and decodes one span at a time: 10,000 decoded at once would not fit into the agent's default
// of 64 MiB.
func writeLines(text *pieces, request []byte, now func() time.Time) (count int, err error) {
	err = forEach(request, requestResourceSpans, func(resourceSpans []byte) error {
		count++
		return writeLine(text, resourceSpans, now())
	})
	if err != nil {
		return 0, fmt.Errorf("malformed OTLP protobuf: %w", err)
	}
	return count, nil
}

func writeLine(text *pieces, resourceSpans []byte, at time.Time) error {
	node, err := readNode(resourceSpans)
	if err != nil {
		return err
	}
	line := newLineWriter(text)
	if err := line.begin(at, node); err != nil {
		return err
	}
	err = forEach(resourceSpans, resourceSpansScopeSpans, func(scopeSpans []byte) error {
		return forEach(scopeSpans, scopeSpansSpans, func(encoded []byte) error {
			var decoded trace.Span
			if err := unmarshal.Unmarshal(encoded, &decoded); err != nil {
				return err
			}
			return line.addSpan(newSpan(&decoded))
		})
	})
	line.end()
	return err
}

func readNode(resourceSpans []byte) (node, error) {
	var decoded resource.Resource
	var schemaURL string
	err := forEach(resourceSpans, resourceSpansResource, func(encoded []byte) error {
		return unmarshal.Unmarshal(encoded, &decoded)
	})
	if err != nil {
		return node{}, err
	}
	err = forEach(resourceSpans, resourceSpansSchemaURL, func(encoded []byte) error {
		schemaURL = string(encoded)
		return nil
	})
	return newNode(&decoded, schemaURL), err
}

// forEach calls use with the payload of each field that has this number and a length; other fields are skipped.
func forEach(message []byte, number protowire.Number, use func(payload []byte) error) error {
	for len(message) > 0 {
		found, wireType, length := protowire.ConsumeTag(message)
		if length < 0 {
			return protowire.ParseError(length)
		}
		message = message[length:]
		length = protowire.ConsumeFieldValue(found, wireType, message)
		if length < 0 {
			return protowire.ParseError(length)
		}
		if found == number && wireType == protowire.BytesType {
			payload, _ := protowire.ConsumeBytes(message)
			if err := use(payload); err != nil {
				return err
			}
		}
		message = message[length:]
	}
	return nil
}
