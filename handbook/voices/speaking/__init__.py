"""Speaking up past the own supervisor: by name or without one, to HR or to somebody outside."""
