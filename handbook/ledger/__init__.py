"""The ledger: an append-only RFC 6962 tree over all evidence, its signed checkpoints and its verification."""
