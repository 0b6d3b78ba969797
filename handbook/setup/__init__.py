"""Bringing an installation up: migrations, guards and keys."""
