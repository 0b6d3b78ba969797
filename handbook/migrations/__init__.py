"""The history of the database: what changed in the tables, one revision after another, the same for both databases."""
