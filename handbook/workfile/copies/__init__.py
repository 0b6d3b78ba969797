"""The sealed copy of a work file: a cover with every line, and behind it the papers as they are kept."""
