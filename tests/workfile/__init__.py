"""Tests of the work file."""
