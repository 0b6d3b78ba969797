"""Papers as PDF: rendered in a limited child, sealed as base and tail, verified and stored; knows no feature."""
