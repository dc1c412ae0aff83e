"""Every choice the user can make, in one table: name, type, default. Kept in one JSON file beside the index.

A damaged or foreign value falls back to its default: settings are worth less than a start. Any thread.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from macapp.domain.request import STARTER_MODEL
from macapp.planning.acceleration import COMPILE_CHOICES, CompileChoice
from macapp.planning.attention import SLICE_CHOICES, SlicingMode
from macapp.system import storage
from macapp.system.paths import LibraryPaths

WITH_PROMPT, WITHOUT_PROMPT = "with-prompt", "without-prompt"


@dataclass(frozen=True)
class Settings:
    """The user's choices."""

    model: str = STARTER_MODEL
    slice_attention: SlicingMode = "auto"
    compile: CompileChoice = "auto"
    device: str = "auto"
    form: str = ""
    """what the prompt panel showed last: a request and how many, as JSON"""
    share: str = WITH_PROMPT
    """whether pictures that are dragged out or copied say how they were made; Option does the other"""
    window: str = ""
    """the window's place and panes, as Qt saves them, in base 64"""

    def with_changes(self, **changes: Any) -> "Settings":
        """Return these settings with some values replaced."""
        return replace(self, **changes)


def load(places: LibraryPaths) -> Settings:
    """Return what was saved, with the default for whatever is missing, damaged or of the wrong type."""
    saved = _stored(places)
    return Settings(**{each.name: saved[each.name] for each in fields(Settings) if _good(each.name, saved)})


def save(places: LibraryPaths, settings: Settings) -> None:
    """Write the settings; raises `OSError` if the disk will not have them.

    What a newer Easel keeps beside them stays, and so does a choice that only a newer Easel has, until it is changed.
    """
    content = json.dumps(_merged(_stored(places), settings), indent=2, ensure_ascii=False)
    storage.write(places.settings, content.encode(), places.index)


def _merged(stored: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return what is to be stored: the settings, and all that is stored and not understood."""
    default = Settings()
    changed = {
        name: value
        for name, value in asdict(settings).items()
        if name not in stored or _good(name, stored) or value != getattr(default, name)
    }
    return {**stored, **changed}


def _stored(places: LibraryPaths) -> dict[str, Any]:
    try:
        saved = storage.read_json(places.settings)
    except (OSError, ValueError):
        return {}
    return saved if isinstance(saved, dict) else {}


def _good(name: str, saved: dict[str, Any]) -> bool:
    value = saved.get(name)
    return isinstance(value, str) and value in _CHOICES.get(name, (value,))


_CHOICES: dict[str, tuple[str, ...]] = {"slice_attention": SLICE_CHOICES, "compile": COMPILE_CHOICES}
