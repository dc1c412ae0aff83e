"""The vocabulary of Easel: requests, jobs, pictures, events, schedulers and timestamps.

Frozen dataclasses, enums and pure functions, without input or output. May import `prompt`, `system` and `errors`.
"""
