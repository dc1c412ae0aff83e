"""The picture being viewed, and the windows that compare pictures."""
