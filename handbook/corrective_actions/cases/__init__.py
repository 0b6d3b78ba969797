"""Cases: from opening through the hearing to the closing note."""
