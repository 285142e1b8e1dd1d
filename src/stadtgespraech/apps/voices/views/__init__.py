"""Pages of voices, one module per subject."""
