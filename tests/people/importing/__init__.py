"""Tests of the import of people."""
