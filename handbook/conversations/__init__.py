"""Conversations: praise, coaching, goals. Outside the ladder, never counted, open to the person from the start."""
