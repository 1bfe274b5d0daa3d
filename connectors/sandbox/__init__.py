"""The sandbox plays the networks on this machine: their hosts, their wire formats, their moods.

It keeps its own SQLite file, knows nothing of the hub, and answers this machine only.
"""
