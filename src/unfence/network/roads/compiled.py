"""The one door to the compiler: functions over arrays, compiled when first called, kept on disk for the next run."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """``function`` as machine code that lets other threads run meanwhile."""
    return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
