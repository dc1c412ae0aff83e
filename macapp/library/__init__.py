"""The library: pictures on disk, their index, and the queue of jobs. The only package that imports sqlite3.

A `Library` belongs to the thread that opened it, like its SQLite connection. Threads and processes share data only
through the database. It imports `models`, `planning`, `imaging`, `domain` and `system`; never the engine or the window.
"""

from macapp.library.library import Library
from macapp.library.queue import Queue
from macapp.library.source_images import SourceImage

__all__ = ["Library", "Queue", "SourceImage"]
