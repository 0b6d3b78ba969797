"""Tests of the company and its locations."""
