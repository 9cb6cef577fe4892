"""Jobs: long work that a worker beside the server does, with progress, and never for ever."""
