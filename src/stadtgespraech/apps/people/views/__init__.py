"""Pages about people, sign-in and units."""
