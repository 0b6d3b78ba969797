"""Tests of the draft in the browser and of publishing it."""
