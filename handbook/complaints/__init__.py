"""The customer's side: what was said, where and when; an allegation until it is found otherwise."""
