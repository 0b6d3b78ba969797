"""Pages in a real browser: what scripts, style sheets and the content policy do together."""
