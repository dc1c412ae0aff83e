"""Presets: named settings, and the default settings of a model. Any thread.

A preset contains all fields of a request except those of a single picture: its prompt, its seed, and its source and
control images.
"""

import sqlite3
from dataclasses import replace

from macapp.domain.request import Request
from macapp.errors import BadRequest
from macapp.library.index.database import transaction
from macapp.library.index.newer import read_request

NAMED, OF_MODEL = "named", "model"
_KEPT_FROM_NOW = ("prompt", "prompt_2", "template", "seed", "image", "strength", "resize", "mask", "mask_only")
_KEPT_FROM_NOW += ("mask_padding", "mask_feather", "references", "controls", "variation_seed", "variation_strength")


class Presets:
    """The presets of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Request]:
        """Return the presets by name. Presets that only a newer Easel understands are left out, but stay stored."""
        return self._load(NAMED)

    def find(self, name: str) -> Request:
        """Return the preset with this name; raises `BadRequest`."""
        self._check_not_newer(NAMED, name)
        found = self.all()
        if name not in found:
            raise BadRequest("preset-missing", name=name[:60], names=", ".join(found) or "none yet")
        return found[name]

    def for_model(self, model: str) -> Request | None:
        """Return the default settings that the user saved for a model, or None."""
        return self._load(OF_MODEL).get(model)

    def save(self, name: str, request: Request) -> None:
        """Save the settings of a request under a name, replacing a preset of that name; raises `BadRequest`."""
        kept = " ".join(name.split())[:200]
        if not kept:
            raise BadRequest("name-missing")
        self._save(NAMED, kept, request)

    def save_for_model(self, request: Request) -> None:
        """Save the settings of a request as the defaults of its model."""
        self._save(OF_MODEL, request.model, request)

    def delete(self, name: str) -> None:
        """Delete a preset."""
        self._delete(NAMED, name)

    def forget_model(self, model: str) -> None:
        """Delete the saved default settings of a model."""
        self._delete(OF_MODEL, model)

    def _load(self, kind: str) -> dict[str, Request]:
        rows = self._connection.execute(
            "SELECT name, request FROM presets WHERE kind = ? ORDER BY folded(name)", (kind,)
        )
        return {name: read.request for name, text in rows if not (read := read_request(text)).newer}

    def _check_not_newer(self, kind: str, name: str) -> None:
        """Raise `BadRequest("name-newer")` if a preset with this name was written by a newer Easel."""
        found = self._connection.execute("SELECT request FROM presets WHERE kind = ? AND name = ?", (kind, name))
        if any(read_request(text).newer for (text,) in found):
            raise BadRequest("name-newer", name=name[:60])

    def _save(self, kind: str, name: str, request: Request) -> None:
        bare = apply_preset(request, Request(prompt="", seed=0, width=64, height=64, steps=1, guidance_scale=1.0))
        with transaction(self._connection):
            self._check_not_newer(kind, name)
            self._connection.execute("INSERT OR REPLACE INTO presets VALUES (?, ?, ?)", (kind, name, bare.to_json()))

    def _delete(self, kind: str, name: str) -> None:
        with transaction(self._connection):
            self._connection.execute("DELETE FROM presets WHERE kind = ? AND name = ?", (kind, name))


def apply_preset(preset: Request, now: Request) -> Request:
    """Return the settings of a preset with the prompt, the seed and the images of `now`."""
    return replace(preset, **{name: getattr(now, name) for name in _KEPT_FROM_NOW})
