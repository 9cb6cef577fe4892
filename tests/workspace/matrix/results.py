from workspace.access import ALL, Access
from workspace.studied import studied

LINES = (
    Access("results.results", see=ALL),
    Access("results.study", see=ALL, make=lambda area: {"number": studied(area).pk}),
    Access("results.studies", see=ALL),
)
