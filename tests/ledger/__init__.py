"""The ledger: its tree, its notes, and every way of altering it."""
