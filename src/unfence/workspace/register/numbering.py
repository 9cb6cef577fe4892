"""Numbers that people cite: ``B-2026-001``, counted anew each year, each given once."""

from datetime import date

from django.db import models, transaction

from unfence.workspace.people.models import Office, secretariat


def next_code(letter: str, model: type[models.Model], day: date) -> str:
    """The next ``code`` of a model in a year; to be called in the transaction that stores it.

    The secretariat's row is what everybody who wants a number waits for, so that no two get the same.
    """
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=secretariat().pk)
        start = f"{letter}-{day.year}-"
        given = model._default_manager.filter(code__startswith=start).values_list("code", flat=True)  # noqa: SLF001
        return f"{start}{1 + max((int(code.removeprefix(start)) for code in given), default=0):03}"
