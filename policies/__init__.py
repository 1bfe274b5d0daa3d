"""Policies judge: given facts, they say what may be, why, and who can help.

They never read a clock, a network or a database, and they change nothing.
"""
