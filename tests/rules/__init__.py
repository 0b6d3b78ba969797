"""Tests of the rules: source files, draft, editions, reading."""
