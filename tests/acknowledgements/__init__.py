"""Tests of reading, signing, sealing and notice."""
