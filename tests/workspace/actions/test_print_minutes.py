"""The minutes of a meeting go onto A4 whole: the page's frame stays on the screen, the signatures come last."""

from unfence.workspace.matters.models import Item
from workspace.affairs import convened, decided, given, raised, studied

A4 = (794, 1123)
"""Pixels at 96 to the inch."""


def test_print_minutes(live):
    studied()
    matters = [raised(live.area, f"Matter {n}") for n in range(3)]
    for matter in matters:
        decided(live.area, matter)
        given(live.area, matter)
    meeting = convened(live.area, *matters)
    Item.objects.update(said="The west asks for a year. " * 40)
    page = live.page("viewer", "west", lang="zh")
    page.goto(f"/meetings/{meeting.pk}/")
    page.click("text=会议纪要")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4[0], "height": A4[1]})
    assert not page.is_visible("header.bar")
    assert not page.is_visible("nav.menu")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4[0]
    last = page.evaluate("document.querySelector('.signing').getBoundingClientRect().bottom")
    assert last == page.evaluate(
        "Math.max(...[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect().bottom))"
    )
    paper = page.pdf(format="A4")
    assert 2 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type/Page\n") + paper.count(b"/Type /Page ") <= 4
    assert page.complaints == []
