"""The tags of the inspections' templates."""
