"""The process of the window: startup, wiring, the thread of the engine, one instance per library."""
