"""The scheduler does what time asks: collects, publishes, looks for lost answers, tends what waits. Nobody clicks here.

What is due lives in the database, so any number of schedulers may run, and one that dies loses nothing.
"""
