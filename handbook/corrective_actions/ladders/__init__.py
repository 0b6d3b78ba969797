"""The ladder of steps as dated data, and what it says about a day."""
