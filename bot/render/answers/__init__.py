"""One module for each kind of answer: answer -> Message."""
