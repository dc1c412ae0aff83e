"""The log: one rotating file beside the index. Nothing in it leaves the machine. Any thread."""

import logging
import logging.handlers

from macapp.paths import Places

BYTES, KEPT = 1_000_000, 3


def start(places: Places) -> None:
    """Send the program's log to the library's log file, which is made when the first line is written."""
    root = logging.getLogger("macapp")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    if not places.index.is_dir():
        root.addHandler(logging.NullHandler())
        return
    handler = logging.handlers.RotatingFileHandler(places.log, maxBytes=BYTES, backupCount=KEPT, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.propagate = False
