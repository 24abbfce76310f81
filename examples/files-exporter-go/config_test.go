package main

import (
	"slices"
	"testing"
)

func TestParseConfigReadsPaths(t *testing.T) {
	for _, test := range []struct {
		yaml  string
		paths []string
	}{
		{"", nil},
		{"null", nil},
		{"file_paths:", nil},
		{"file_paths: []", nil},
		{"file_paths: [/out/a, '3']", []string{"/out/a", "3"}},
		{"file_paths:\n  - &a /out/a\n  - *a\n", []string{"/out/a", "/out/a"}},
		{`{"file_paths": ["/out/a"]}`, []string{"/out/a"}},
	} {
		paths, err := parseConfig([]byte(test.yaml))
		if err != nil || !slices.Equal(paths, test.paths) {
			t.Errorf("%q: got %q, %v; want %q", test.yaml, paths, err, test.paths)
		}
	}
}

func TestParseConfigNamesEveryProblem(t *testing.T) {
	for _, test := range []struct{ yaml, problem string }{
		{"[1]", "config: expected a mapping, found a list"},
		{"file_paths: /out/a", "file_paths: expected a list, found the text /out/a"},
		{"file_paths: {a: 1}", "file_paths: expected a list, found a mapping"},
		{"file_paths: [a, 3, null]", "file_paths[1]: expected a text, found 3\nfile_paths[2]: expected a text, found nothing"},
		{"file_path: []\nx: 1", "file_path: unknown key; expected file_paths\nx: unknown key; expected file_paths"},
		{"file_paths: [a]\nfile_paths: [b]", "file_paths: written twice"},
	} {
		if _, err := parseConfig([]byte(test.yaml)); err == nil || err.Error() != test.problem {
			t.Errorf("%q: got %v; want %s", test.yaml, err, test.problem)
		}
	}
}

func TestParseConfigRefusesWhatIsNoYAML(t *testing.T) {
	if _, err := parseConfig([]byte("file_paths: [/out/a")); err == nil {
		t.Error("got no error")
	}
}
