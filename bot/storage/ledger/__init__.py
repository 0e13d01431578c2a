"""Everything loaded, in the order it came: rows, receipts, roster, pull checkpoints."""
