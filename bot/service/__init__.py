"""The bot's stories, told against small ports: answering, loading, digesting."""
