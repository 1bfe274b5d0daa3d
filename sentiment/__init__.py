"""Weighs what visitors write: language, polarity, urgency, intent, topics. Knows no database, network or clock."""
