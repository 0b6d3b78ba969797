"""Whole stories over HTTP, and what holds for all pages alike."""
