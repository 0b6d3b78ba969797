"""Tests of cases: the gates, the moves, the folder, what the person is told and says."""
