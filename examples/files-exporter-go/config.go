package main

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

const maxShownRunes = 80

// parseConfig reads file_paths. The error has one line for each problem, and each names the path of keys that leads to
// it. It works on YAML's nodes rather than on a struct, to say what was found as the user wrote it.
func parseConfig(blob []byte) ([]string, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(blob, &document); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	if document.Kind == 0 || isNull(document.Content[0]) {
		return nil, nil
	}
	root := resolved(document.Content[0])
	if root.Kind != yaml.MappingNode {
		return nil, mismatch("config", "a mapping", root)
	}
	var paths []string
	var problems []error
	seen := map[string]bool{}
	for i := 0; i < len(root.Content); i += 2 {
		key, value := root.Content[i].Value, resolved(root.Content[i+1])
		switch {
		case key != "file_paths":
			problems = append(problems, fmt.Errorf("%s: unknown key; expected file_paths", key))
		case seen[key]:
			problems = append(problems, fmt.Errorf("%s: written twice", key))
		default:
			var err error
			paths, err = texts(key, value)
			problems = append(problems, err)
		}
		seen[key] = true
	}
	return paths, errors.Join(problems...)
}

// texts reads a list of texts; a missing list is an empty one.
func texts(path string, list *yaml.Node) ([]string, error) {
	if isNull(list) {
		return nil, nil
	}
	if list.Kind != yaml.SequenceNode {
		return nil, mismatch(path, "a list", list)
	}
	var found []string
	var problems []error
	for i, item := range list.Content {
		item = resolved(item)
		if item.Kind != yaml.ScalarNode || item.ShortTag() != "!!str" {
			problems = append(problems, mismatch(fmt.Sprintf("%s[%d]", path, i), "a text", item))
			continue
		}
		found = append(found, item.Value)
	}
	return found, errors.Join(problems...)
}

func mismatch(path, expected string, found *yaml.Node) error {
	return fmt.Errorf("%s: expected %s, found %s", path, expected, describe(found))
}

func describe(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(node):
		return "nothing"
	case node.ShortTag() == "!!str":
		return "the text " + cut(node.Value)
	default:
		return cut(node.Value)
	}
}

func cut(text string) string {
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	if len(runes) <= maxShownRunes {
		return string(runes)
	}
	return string(runes[:maxShownRunes]) + "…"
}

// resolved follows an alias to its anchor.
func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}
