"""House rules as tests: each one fails with the sentence that says what to do instead."""
