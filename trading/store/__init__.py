"""The store: plural nouns of rows, and the only room that speaks SQL."""
