"""The report: one self-contained page that says what a study found, in Chinese or in English.

It reads ``Study.to_dict()`` and the book, never the solver; it asks no other host for anything and runs no script.
"""

from unfence.report.page import page, write_report

__all__ = ["page", "write_report"]
