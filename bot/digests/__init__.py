"""What a digest is: its plan, its due times, its contents, and the decisions on its cases. Nothing is shown or kept."""
