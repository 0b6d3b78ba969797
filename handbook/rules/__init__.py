"""Rules: their source files, the draft, editions and what changed between them."""
