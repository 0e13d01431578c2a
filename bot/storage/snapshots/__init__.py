"""The frames that questions are answered from, built from the ledger."""
