package main

import "testing"

func TestParseConfig(t *testing.T) {
	for _, test := range []struct {
		json, prefix string
	}{
		{"", "span"},
		{"null", "span"},
		{"{}", "span"},
		{`{"prefix": "trace"}`, "trace"},
	} {
		parsed, err := parseConfig([]byte(test.json))
		if err != nil || parsed.Prefix != test.prefix {
			t.Errorf("%q: got %q, %v; want %q", test.json, parsed.Prefix, err, test.prefix)
		}
	}
	for _, json := range []string{`[1]`, `{"prefix": 3}`, `{"prefx": "typo"}`} {
		if _, err := parseConfig([]byte(json)); err == nil {
			t.Errorf("%q was taken", json)
		}
	}
}
