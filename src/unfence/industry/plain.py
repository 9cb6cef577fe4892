"""Plain values of frozen results: what JSON can hold."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def plain(value: object) -> object:
    """Dataclasses as mappings of their fields, tuples as lists; a number without end, or none at all, as None.

    >>> from unfence.industry.closings import Closing, Growth
    >>> plain(Closing("coal", grown=(Growth("kiln", math.inf),)))["grown"]
    [{'plant': 'kiln', 'runs': None}]
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
