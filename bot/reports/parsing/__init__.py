"""Parts that the readers share: headers, dates, words, rows."""
