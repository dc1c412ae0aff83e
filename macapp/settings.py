"""The settings of the user, in one JSON file next to the index. Any thread.

A value that is damaged or unknown falls back to its default, so that settings never prevent a start.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from macapp.domain.request import STARTER_MODEL
from macapp.planning.acceleration import COMPILE_CHOICES, CompileChoice
from macapp.planning.attention import SLICE_CHOICES, SlicingMode
from macapp.system import storage
from macapp.system.paths import LibraryPaths

LANGUAGES = ("en", "th", "zh_CN", "ko")
WITH_PROMPT, WITHOUT_PROMPT = "with-prompt", "without-prompt"


@dataclass(frozen=True)
class Settings:
    """The choices of the user, with their defaults."""

    model: str = STARTER_MODEL
    slice_attention: SlicingMode = "auto"
    compile: CompileChoice = "auto"
    device: str = "auto"
    form: str = ""
    """the last state of the form as JSON: a request, and the number of pictures"""
    share: str = WITH_PROMPT
    """whether pictures that are dragged out or copied contain their prompt; the Option key reverses it"""
    rest: str = ""
    """the situations in which the queue waits, as `macapp.planning.rest.format_choices` writes them"""
    language: str = ""
    """the language of the window, one of `LANGUAGES`; empty for that of the system"""
    save_folder: str = ""
    """the folder that the user saved or exported to last; empty before the first time"""
    gallery: str = ""
    """what the gallery showed, as JSON"""
    window: str = ""
    """position and layout of the window as JSON"""
    commands: str = ""
    """the ids of the commands that were run last from the command palette, newest first, with spaces between"""

    def with_changes(self, **changes: Any) -> "Settings":
        """Return these settings with some values replaced."""
        return replace(self, **changes)


def load(places: LibraryPaths) -> Settings:
    """Return the saved settings, with the default for each value that is missing, damaged or of the wrong type."""
    saved = _read_stored(places)
    return Settings(**{field.name: saved[field.name] for field in fields(Settings) if _is_valid(field.name, saved)})


def save(places: LibraryPaths, settings: Settings) -> None:
    """Write the settings; raises `OSError` if the disk refuses.

    Values that only a newer Easel knows stay in the file, and so does a choice that only a newer Easel has, until the
    user changes it.
    """
    content = json.dumps(_merge(_read_stored(places), settings), indent=2, ensure_ascii=False)
    storage.write(places.settings, content.encode(), places.index)


def _merge(stored: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return what to store: the settings, and every stored value that this version does not understand."""
    default = Settings()
    changed = {
        name: value
        for name, value in asdict(settings).items()
        if name not in stored or _is_valid(name, stored) or value != getattr(default, name)
    }
    return {**stored, **changed}


def _read_stored(places: LibraryPaths) -> dict[str, Any]:
    try:
        saved = storage.read_json(places.settings)
    except (OSError, ValueError):
        return {}
    return saved if isinstance(saved, dict) else {}


def _is_valid(name: str, saved: dict[str, Any]) -> bool:
    value = saved.get(name)
    return isinstance(value, str) and value in _CHOICES.get(name, (value,))


_CHOICES: dict[str, tuple[str, ...]] = {
    "slice_attention": SLICE_CHOICES,
    "compile": COMPILE_CHOICES,
    "language": ("", *LANGUAGES),
}
