from workspace.access import Access

LINES = (
    Access("audit.log", see="AS"),
    Access("audit.log_csv", see="AS"),
)
