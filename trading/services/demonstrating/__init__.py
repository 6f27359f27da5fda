"""Demonstrating: an example county is entered and published through the real services."""
