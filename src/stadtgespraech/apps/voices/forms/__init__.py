"""HTML input about voices. One module per subject."""
