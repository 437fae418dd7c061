"""A project's settings: which keys there are, which files and variables hold them, and where each value was said."""
