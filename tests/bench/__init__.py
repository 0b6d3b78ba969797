"""The benchmark: ratios against naive ways and floors, printed by `make bench`, asserted nowhere."""
