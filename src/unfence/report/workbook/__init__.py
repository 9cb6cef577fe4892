"""The workbook: every table of a study in one .xlsx, a sheet each, the first of which says what is what."""

from unfence.report.workbook.write import workbook

__all__ = ["workbook"]
