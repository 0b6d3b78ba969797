"""Tests of the start page and of what frames every page."""
