"""Rendering HTML and CSS to PDF, in the limited child alone: the only importer of WeasyPrint."""
