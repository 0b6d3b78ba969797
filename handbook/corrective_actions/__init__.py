"""The employee's side: cases, the ladder, steps that one person decides and another approves, letters, replies."""
