package main

import (
	"encoding/hex"
	"encoding/json"
	"math"

	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
)

type keyValue struct {
	Key   string   `json:"key"`
	Value anyValue `json:"value"`
}

// anyValue is an object with one member, named after the kind of value; empty when there is no value.
type anyValue struct {
	StringValue *string       `json:"stringValue,omitempty"`
	BoolValue   *bool         `json:"boolValue,omitempty"`
	IntValue    *int64        `json:"intValue,string,omitempty"`
	DoubleValue *double       `json:"doubleValue,omitempty"`
	ArrayValue  *arrayValue   `json:"arrayValue,omitempty"`
	KvlistValue *keyValueList `json:"kvlistValue,omitempty"`
	BytesValue  *[]byte       `json:"bytesValue,omitempty"`
}

type arrayValue struct {
	Values []anyValue `json:"values"`
}

type keyValueList struct {
	Values []keyValue `json:"values"`
}

func newKeyValues(attributes []*common.KeyValue) []keyValue {
	return mapped(attributes, func(attribute *common.KeyValue) keyValue {
		return keyValue{Key: attribute.Key, Value: newAnyValue(attribute.Value)}
	})
}

func newAnyValue(v *common.AnyValue) anyValue {
	switch value := v.GetValue().(type) {
	case *common.AnyValue_StringValue:
		return anyValue{StringValue: &value.StringValue}
	case *common.AnyValue_BoolValue:
		return anyValue{BoolValue: &value.BoolValue}
	case *common.AnyValue_IntValue:
		return anyValue{IntValue: &value.IntValue}
	case *common.AnyValue_DoubleValue:
		return anyValue{DoubleValue: (*double)(&value.DoubleValue)}
	case *common.AnyValue_ArrayValue:
		values := append([]anyValue{}, mapped(value.ArrayValue.GetValues(), newAnyValue)...)
		return anyValue{ArrayValue: &arrayValue{values}}
	case *common.AnyValue_KvlistValue:
		values := append([]keyValue{}, newKeyValues(value.KvlistValue.GetValues())...)
		return anyValue{KvlistValue: &keyValueList{values}}
	case *common.AnyValue_BytesValue:
		// An empty list rather than nil, which would be null.
		bytes := append([]byte{}, value.BytesValue...)
		return anyValue{BytesValue: &bytes}
	default:
		return anyValue{}
	}
}

// hexID is an id in lower-case hex digits.
type hexID []byte

func (id hexID) MarshalText() ([]byte, error) {
	return hex.AppendEncode(make([]byte, 0, hex.EncodedLen(len(id))), id), nil
}

// double is a number, or a text where JSON has no number for it.
type double float64

func (d double) MarshalJSON() ([]byte, error) {
	switch value := float64(d); {
	case math.IsNaN(value):
		return []byte(`"NaN"`), nil
	case math.IsInf(value, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(value, -1):
		return []byte(`"-Infinity"`), nil
	default:
		return json.Marshal(value)
	}
}
