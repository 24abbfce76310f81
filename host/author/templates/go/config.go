package main

import (
	"bytes"
	"encoding/json"
)

// config is what a user writes under config: in the agent's config file.
type config struct {
	// Prefix begins each line.
	Prefix string `json:"prefix"`
}

// parseConfig reads JSON. Keys that it does not know are refused, so that a typing error is found at once.
func parseConfig(blob []byte) (config, error) {
	parsed := config{Prefix: "span"}
	if len(bytes.TrimSpace(blob)) == 0 {
		return parsed, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(blob))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&parsed); err != nil {
		return config{}, err
	}
	return parsed, nil
}
