"""Publishing: the draft in the browser, what staff say about it, who confirms what, and the way to a new edition."""
