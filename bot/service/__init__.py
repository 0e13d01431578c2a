"""What the bot does, against small ports: answer, load, send digests, take decisions."""
