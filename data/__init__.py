"""Data remembers: tables, legal moves, sealed secrets, the reads pages ask for. It never judges nor calls out."""
