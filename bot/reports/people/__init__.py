"""Who a report's rows are about: how user IDs are written, and what names nobody."""
