"""The window: the only room with widgets, and with words beside `macapp.sentences`. The main thread."""
