"""Tests of bringing an installation up."""
