"""The briefs: one A4 page for each measure, for whoever has to agree to it, pay for it or decide it."""

from unfence.report.briefs.write import ALL, briefs, file_of

__all__ = ["ALL", "briefs", "file_of"]
