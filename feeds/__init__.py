"""Syndication: a list of notices as RSS, Atom and their relatives; knows nothing of the site."""
