"""Reading voices, by subject."""
