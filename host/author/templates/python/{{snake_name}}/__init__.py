"""Writes one log line for each span."""
