"""The demo: an invented season of four territories, written alike into the sandbox and the hub, then kept alive.

Public places may be named; people and businesses are invented and end in `_demo`; no real violence is re-enacted.
"""
