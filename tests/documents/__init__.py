"""The room documents: rendering, sealing, verifying, keeping."""
