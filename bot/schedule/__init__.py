"""What runs beside the answers, again and again."""
