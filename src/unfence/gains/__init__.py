"""Gains: the bill of fences and measures, the best plan, its order over the years, and how the gain is shared."""
