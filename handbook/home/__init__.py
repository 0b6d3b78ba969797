"""The start page: what needs you today."""
