"""The ledger: what was agreed about taxes and water, what happened, who owes whom; it only grows."""
