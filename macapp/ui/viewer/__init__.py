"""The viewed picture, and the windows that compare pictures."""
