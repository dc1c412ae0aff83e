"""The form on the left: every field of a request, and the cost of a picture."""
