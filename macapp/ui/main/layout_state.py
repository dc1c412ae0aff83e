"""The geometry and the layout of the main window, as the text that the settings keep."""

import json

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from macapp.ui.main.shell import Shell


def save_layout(window: QWidget, shell: Shell) -> str:
    """Return the geometry of a window and the layout of its shell as JSON."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode()
    return json.dumps({"geometry": geometry, **shell.to_json()})


def restore_layout(window: QWidget, shell: Shell, text: str) -> None:
    """Restore what `save_layout` returned; from the text of an earlier Easel, only the geometry."""
    try:
        saved = json.loads(text)
    except ValueError:
        saved = {"geometry": text.partition(" ")[0]}
    if isinstance(saved, dict):
        window.restoreGeometry(QByteArray.fromBase64(str(saved.get("geometry", "")).encode()))
        shell.from_json(saved)
