"""Complaints: who sees how much, what is written down, and what never leaks."""
