"""The proofs that need more time than the suite has."""
