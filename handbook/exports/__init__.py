"""Bulk exports: sealed PDFs packed with an index, as a job with progress."""
