"""One road with many fences: nothing is carried until enough of them are down."""

from worlds.writing import World, link, ore, settings, two_sides

MARGIN, TONNES = 40.0, 100.0


def toll_road(sizes: list[float]) -> World:
    """100 t with a margin of 40, and fences of kind cost that take ``sizes``; ids f00, f01, ..."""
    fences = [
        {"id": f"f{i:02}", "name": f"Fence {i}", "between": "west;east", "kind": "cost", "size": size}
        for i, size in enumerate(sizes)
    ]
    return two_sides(markets=ore(10, 50), links=[link("road")], fences=fences), settings("A road with fences")


def worth_of(sizes: list[float], mask: int) -> float:
    """Welfare gained when the fences of ``mask`` are down, on paper."""

    def welfare(down: int) -> float:
        standing = sum(size for i, size in enumerate(sizes) if not down >> i & 1)
        return TONNES * max(0.0, MARGIN - standing)

    return welfare(mask) - welfare(0)
