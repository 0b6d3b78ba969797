"""The boards: what waits, what is late and what counts, for each role on one page."""
