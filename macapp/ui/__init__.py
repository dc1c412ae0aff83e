"""The window: the only room with widgets, and with words beside `macapp.messages`. The main thread."""
