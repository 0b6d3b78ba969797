"""The customer's own door: saying what happened without an account, following it by a code, and the letters sent."""
