"""Tests of the people, of signing in and of sessions."""
