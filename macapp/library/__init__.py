"""The library: pictures on disk, their index, and the queue. The only room that imports sqlite3.

A `Library` belongs to the thread that opened it (SQLite connections do); threads and processes meet in the database.
"""

from macapp.library.library import Library
from macapp.library.queue import Queue
from macapp.library.source_images import SourceImage

__all__ = ["Library", "Queue", "SourceImage"]
