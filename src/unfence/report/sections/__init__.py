"""The sections of the page, one file each: a function that takes the facts and gives a ``Section``."""
