"""Faults and crowds: what the program does when it is killed, refused by the disk, or asked by many at once."""
