"""Steps: proposed, approved, served, answered, appealed."""
