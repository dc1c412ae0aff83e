"""The search line and the grid of pictures."""
