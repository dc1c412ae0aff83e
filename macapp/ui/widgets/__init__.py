"""Theme, text, background tasks and shared widgets. Imports no other package of `macapp.ui`."""
