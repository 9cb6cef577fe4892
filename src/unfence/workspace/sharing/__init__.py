"""Data sharing: what each office lets the others see, and the one way by which anybody sees anything."""
