"""Pages about voices. One module per subject."""
