"""Firms: who makes and needs what on both sides, who could supply whom, and what came of bringing them together."""
