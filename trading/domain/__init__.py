"""The domain: abstract nouns in plain Python, without database, HTTP or clock."""
