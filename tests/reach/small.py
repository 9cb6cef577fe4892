"""What the small maps of reach are known by: minutes, and tables as files."""

import csv

from roads.maps import DEGREE

# A residential road posted 50 is driven at 40 km/h: a hundredth of a degree at the equator takes this many minutes.
STEP = DEGREE / 100 / (40 / 3.6) / 60
# Between the banks of ``river``: a fifth of that.
BRIDGE = STEP / 5


def table(path, rows):
    """Rows as a CSV file."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path
