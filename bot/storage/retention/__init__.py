"""How long what is kept: what is older goes once a month, and a load does not bring it back."""
