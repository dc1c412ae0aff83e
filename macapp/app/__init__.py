"""The window process: start, wiring, the engine's thread, one instance per library."""
