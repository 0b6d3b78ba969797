"""The work file: everything the company holds about a person on one dated line, assembled and never copied."""
