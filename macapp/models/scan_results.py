"""The stored results of scans: a JSON file that can be deleted at any time. Any thread."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from macapp.system import storage

LAYOUT = 3  # of the file; a new number discards old files
MAX_CACHE_BYTES = 64 * 2**20  # bytes of the file


def read_results(file: Path) -> dict[str, dict[str, Any]]:
    """Return the results by the id or path of a model; empty if there is no readable file."""
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        read = json.loads(storage.read_text(file, MAX_CACHE_BYTES, errors="surrogatepass"))
        if read["layout"] == LAYOUT and isinstance(read["seen"], dict):
            return read["seen"]
    return {}


def write_results(file: Path, results: dict[str, dict[str, Any]]) -> None:
    """Write the results; raises `OSError` or `EaselError`."""
    content = json.dumps({"layout": LAYOUT, "seen": results}, ensure_ascii=False)
    storage.write(file, content.encode("utf-8", "surrogatepass"), file.parent)
