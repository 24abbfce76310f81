package otlp

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

func encode(t *testing.T, message proto.Message) []byte {
	t.Helper()
	encoded, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func scopeOf(names ...string) *trace.ScopeSpans {
	scope := &trace.ScopeSpans{}
	for _, name := range names {
		scope.Spans = append(scope.Spans, &trace.Span{Name: name})
	}
	return scope
}

// read gives what there is up to the first error: "url droppedCount: names", one text for each resource.
func read(request []byte) (found []string, err error) {
	for resourceSpans, err := range Resources(request) {
		if err != nil {
			return found, err
		}
		names := []string{}
		for span, err := range resourceSpans.Spans() {
			if err != nil {
				return append(found, strings.Join(names, " ")), err
			}
			names = append(names, span.Name)
		}
		found = append(found, resourceSpans.SchemaURL+": "+strings.Join(names, " "))
	}
	return found, nil
}

func TestResourcesReadsEverySpanInOrder(t *testing.T) {
	request := encode(t, &trace.TracesData{ResourceSpans: []*trace.ResourceSpans{
		{ScopeSpans: []*trace.ScopeSpans{scopeOf("a", "b"), {}, scopeOf("c")}, SchemaUrl: "x"},
		{},
		{ScopeSpans: []*trace.ScopeSpans{scopeOf("d")}},
	}})
	found, err := read(request)
	if want := []string{"x: a b c", ": ", ": d"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("got %q, %v; want %q", found, err, want)
	}
}

func TestResourcesReadsTheResourceWhereverItStands(t *testing.T) {
	spans := encode(t, &trace.ResourceSpans{ScopeSpans: []*trace.ScopeSpans{scopeOf("a")}})
	who := encode(t, &trace.ResourceSpans{Resource: &resource.Resource{DroppedAttributesCount: 7}})
	payload := append(spans, who...)
	for found, err := range Resources(append([]byte{10, byte(len(payload))}, payload...)) {
		if err != nil || found.Resource.DroppedAttributesCount != 7 {
			t.Errorf("got %v, %v", found.Resource, err)
		}
	}
}

func TestResourcesMayBeLeftEarly(t *testing.T) {
	request := encode(t, &trace.TracesData{ResourceSpans: []*trace.ResourceSpans{
		{ScopeSpans: []*trace.ScopeSpans{scopeOf("a", "b"), scopeOf("c")}}, {},
	}})
	count := 0
	for resourceSpans := range Resources(request) {
		for range resourceSpans.Spans() {
			count++
			break
		}
		break
	}
	if count != 1 {
		t.Errorf("got %d", count)
	}
}

func TestResourcesEndsAtWhatIsMalformed(t *testing.T) {
	whole := encode(t, &trace.TracesData{ResourceSpans: []*trace.ResourceSpans{
		{ScopeSpans: []*trace.ScopeSpans{scopeOf("a")}},
	}})
	deep := &common.AnyValue{}
	for range 60 {
		deep = &common.AnyValue{Value: &common.AnyValue_ArrayValue{
			ArrayValue: &common.ArrayValue{Values: []*common.AnyValue{deep}},
		}}
	}
	nested := &trace.Span{Attributes: []*common.KeyValue{{Key: "k", Value: deep}}}
	for name, request := range map[string][]byte{
		"cut":             whole[:len(whole)-1],
		"field 0":         {0, 0},
		"no UTF-8":        bytes.Replace(whole, []byte("a"), []byte{0xff}, 1),
		"a broken scope":  {10, 2, 18, 9},
		"a broken span":   {10, 4, 18, 2, 18, 9},
		"broken resource": {10, 3, 10, 1, 255},
		"too deep": encode(t, &trace.TracesData{ResourceSpans: []*trace.ResourceSpans{
			{ScopeSpans: []*trace.ScopeSpans{{Spans: []*trace.Span{nested}}}},
		}}),
	} {
		if _, err := read(request); err == nil || !strings.HasPrefix(err.Error(), "malformed OTLP protobuf: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
