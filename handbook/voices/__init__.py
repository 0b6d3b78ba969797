"""Voices: thanks, ten-second remarks, what customers did to an employee, and speaking up past the own supervisor."""
