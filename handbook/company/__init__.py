"""The company that runs this installation: its name, its places, their time zones."""
