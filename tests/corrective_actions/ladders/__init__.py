"""The ladder, its changes, its recommendation, deputies and guests."""
