"""Theme, texts, background tasks and shared widgets. Imports no other package of the window."""
