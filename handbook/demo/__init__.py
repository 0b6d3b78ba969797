"""A labelled demo company: invented people, real stations."""
