"""The form on the left: every field of a request, and what a picture costs."""
