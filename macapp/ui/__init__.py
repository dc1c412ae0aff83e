"""The window: the only package with widgets, and with text besides `macapp.messages`. It runs on the main thread."""
