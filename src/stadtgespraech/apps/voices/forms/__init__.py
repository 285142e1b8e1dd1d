"""What people type in about voices, by subject."""
