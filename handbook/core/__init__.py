"""Rooms that every feature uses and that name no feature."""
