"""The configuration files of a model folder. Any thread."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.system.storage import MAX_TEXT_FILE_BYTES, State, read_text, state_of

INDEX = "model_index.json"


def read_config(folder: Path, name: str) -> dict[str, Any]:
    """Return a configuration file of a model; raises `MachineError`.

    The file is opened again only after a change: every job reads its models again.
    """
    try:
        config = json.loads(_read_state(state_of(folder / name)))
    except (OSError, ValueError, RecursionError):
        raise broken_part(folder, name) from None
    if not isinstance(config, dict):
        raise broken_part(folder, name)
    return config


def is_number_list(value: Any) -> bool:
    """Return whether a value of a configuration is a list of integers, such as the layers of a text encoder."""
    return isinstance(value, list) and bool(value) and all(type(each) is int for each in value)


def path_exists(path: Path) -> bool:
    """Return whether a path exists; False for a path that cannot exist or cannot be read."""
    try:
        path.stat()
    except (OSError, ValueError):  # also a name that is too long or contains NUL
        return False
    return True


def broken_part(folder: Path, part: str) -> MachineError:
    """Return the error for a part of a model that is missing or damaged."""
    return MachineError("model-part-broken", path=str(folder), part=part)


@lru_cache(maxsize=256)
def _read_state(state: State) -> str:
    return read_text(state.path, MAX_TEXT_FILE_BYTES)
