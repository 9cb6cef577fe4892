"""What holds for every test: a drawn example may take its time, since the machine may be busy."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
