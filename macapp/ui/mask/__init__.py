"""The window in which a mask is painted."""
