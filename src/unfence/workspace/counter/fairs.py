"""Job fairs: a day and a place, and the vacancies that firms of both sides bring there."""

from django.db import models

from unfence.workspace.people.models import Member, Office


class Fair(models.Model):
    """One fair; ``site`` is a site of the book, so that the way to the vacancies is known."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="fairs")
    title = models.CharField(max_length=120)
    day = models.DateField()
    site = models.CharField(max_length=100)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.title} {self.day}"


class Vacancy(models.Model):
    """Work that a firm offers at a fair, and the site of the book where it is done."""

    fair = models.ForeignKey(Fair, models.CASCADE, related_name="vacancies")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    firm = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    wage = models.CharField(max_length=60, blank=True)
    site = models.CharField(max_length=100)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.firm}: {self.title}"
