"""What the directory's list of people says of what is to come."""
