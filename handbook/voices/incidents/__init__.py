"""What customers do to employees: reported in two minutes, answered within the day, never counted against anybody."""
