package main

import (
	"strconv"

	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
)

// node is who sent the spans, in OpenCensus' shape, read from the attributes of the OTLP resource: what is not known is
// left out. All attributes follow as they came.
type node struct {
	Identifier             *identifier  `json:"identifier,omitempty"`
	LibraryInfo            *libraryInfo `json:"libraryInfo,omitempty"`
	ServiceInfo            *serviceInfo `json:"serviceInfo,omitempty"`
	Attributes             []keyValue   `json:"attributes,omitempty"`
	DroppedAttributesCount uint32       `json:"droppedAttributesCount,omitempty"`
	SchemaURL              string       `json:"schemaUrl,omitempty"`
}

type identifier struct {
	HostName       string `json:"hostName,omitempty"`
	Pid            int64  `json:"pid,omitempty"`
	StartTimestamp string `json:"startTimestamp,omitempty"`
}

type libraryInfo struct {
	Language           string `json:"language,omitempty"`
	ExporterVersion    string `json:"exporterVersion,omitempty"`
	CoreLibraryVersion string `json:"coreLibraryVersion,omitempty"`
}

type serviceInfo struct {
	Name string `json:"name"`
}

func newNode(r *resource.Resource, schemaURL string) node {
	attributes := r.GetAttributes()
	return node{
		Identifier: orNil(identifier{
			HostName:       text(attributes, "host.name"),
			Pid:            integer(attributes, "process.pid"),
			StartTimestamp: text(attributes, "process.creation.time", "opencensus.starttime"),
		}),
		LibraryInfo: orNil(libraryInfo{
			Language:           text(attributes, "telemetry.sdk.language"),
			ExporterVersion:    text(attributes, "telemetry.distro.version", "opencensus.exporterversion"),
			CoreLibraryVersion: text(attributes, "telemetry.sdk.version"),
		}),
		ServiceInfo:            orNil(serviceInfo{Name: text(attributes, "service.name")}),
		Attributes:             newKeyValues(attributes),
		DroppedAttributesCount: r.GetDroppedAttributesCount(),
		SchemaURL:              schemaURL,
	}
}

// text is the text under the first of these keys that has one, or "".
func text(attributes []*common.KeyValue, keys ...string) string {
	for _, key := range keys {
		if text := find(attributes, key).GetStringValue(); text != "" {
			return text
		}
	}
	return ""
}

// integer is the number under this key, or 0. Some senders give numbers as text.
func integer(attributes []*common.KeyValue, key string) int64 {
	value := find(attributes, key)
	if text, isText := value.GetValue().(*common.AnyValue_StringValue); isText {
		number, _ := strconv.ParseInt(text.StringValue, 10, 64)
		return number
	}
	return value.GetIntValue()
}

// find gives the value of the first attribute with this key.
func find(attributes []*common.KeyValue, key string) *common.AnyValue {
	for _, attribute := range attributes {
		if attribute.Key == key {
			return attribute.Value
		}
	}
	return nil
}

// orNil turns a struct that says nothing into nil, which omitempty leaves out.
func orNil[T comparable](value T) *T {
	var nothing T
	if value == nothing {
		return nil
	}
	return &value
}
