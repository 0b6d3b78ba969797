"""What is agreed with one person about one rule: how they live it, from a day through a day, never why."""
