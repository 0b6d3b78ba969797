"""Signing rounds, reading, signing, and the answer to: was this rule notified on that day?"""
