"""Taking a person out of everything that is kept: counts stay, the name goes, and a load does not bring it back."""
