"""Learns what the tiers ship, from a folder of labelled texts. Only the command `sentiment train` comes here."""
