"""Libraries that read and compile load only for who asks for roads."""

import subprocess
import sys

import pytest

SMALL = """
from unfence.network import Roads, travel_times
travel_times(Roads.of([0], [1], seconds=[1], lon=[0, 1], lat=[0, 0]), [0])
"""
HEAVY = ("numba", "osmium", "shapely")


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import unfence, unfence.network, unfence.network.roads", []),
        (SMALL, []),
        ("from unfence.network.roads import circle", ["numba"]),
    ],
)
def test_what_an_import_loads(code, loaded):
    ask = f"import sys\n{code}\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == loaded


def test_a_name_that_is_not_there_is_said():
    import unfence.network.roads

    with pytest.raises(AttributeError, match="no attribute 'raods'"):
        _ = unfence.network.roads.raods
