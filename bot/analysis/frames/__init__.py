"""Work on columns that the questions share: select, group, count, local days."""
