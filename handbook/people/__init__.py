"""Employees, their placements, accounts and roles, and how a person proves who they are."""
