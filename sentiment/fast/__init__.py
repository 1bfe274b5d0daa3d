"""The fast tier: VADER made quick, lexicons, and a linear model over hashed pieces of words. Needs numpy only."""
