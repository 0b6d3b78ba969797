"""Tests of the directory of people: the list, one person, placements, leave, deputies, roles, jobs, locations."""
