"""From words to a reply: parse, permit, ask, show, remember."""
