"""The tags of the counter's templates."""
