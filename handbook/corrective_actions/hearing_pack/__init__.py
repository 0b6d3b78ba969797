"""The hearing pack: everything that was written down about a case as one paginated print, weak points first."""
