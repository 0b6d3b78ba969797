"""Tests of the ground that every room stands on."""
