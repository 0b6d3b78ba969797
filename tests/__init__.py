"""The tests: they mirror handbook/ room by room, beside journeys, browser, heavy, architecture and bench."""
