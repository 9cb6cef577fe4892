"""The one door to the compiler: functions over arrays, compiled when first called, kept on disk for the next run."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """``function`` as machine code that lets other threads run meanwhile."""
    try:
        made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # nowhere to keep it: neither beside the source nor in the user's folder may be written
        made = numba.njit(nogil=True, error_model="numpy")(function)
    return cast("F", made)
