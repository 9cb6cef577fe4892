"""Two people report at the same moment: each report has a number of its own."""

import threading

import pytest
from django.db import connection

from unfence.workspace.register.models import Report
from workspace.area import make_area
from workspace.barriers import reported


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment(transactional_db):
    area, gate, numbers = make_area(), threading.Barrier(4), []

    def act():
        gate.wait()
        try:
            numbers.append(reported(area).code)
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    year = Report.objects.first().at.year
    assert sorted(numbers) == [f"B-{year}-{n:03}" for n in range(1, 5)]
