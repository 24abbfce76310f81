"""Appends spans to files as JSON lines."""
