"""Taking a load back: the ledger as the other loads alone would have made it."""
