"""What people type about voices."""
