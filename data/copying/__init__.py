"""Copies of an installation: one file with every row and the pictures they show. Never holds the secret key.

One format for both databases, so that a city may grow from SQLite to PostgreSQL: `saving.save`, `loading.load`.
"""
