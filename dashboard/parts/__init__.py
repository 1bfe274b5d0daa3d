"""Pieces that pages are drawn with. They show what they are given."""
