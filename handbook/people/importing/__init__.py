"""Importing people from CSV and XLSX files: columns are mapped, everything is shown first, then applied as a job."""
