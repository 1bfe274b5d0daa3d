"""Commands: what a person types. They join the rooms and hold no rule of their own. Nothing imports this room."""
