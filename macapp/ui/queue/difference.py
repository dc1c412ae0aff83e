"""What of a job differs from the job above it, in words. On the thread of the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from macapp.domain.request import REQUEST_FIELDS, Request
from macapp.ui.widgets.text import elide, field_label, format_size, format_value

SEPARATOR = "  ·  "
_TYPED = ("template", "negative_template")  # what was typed; the prompts that came of it are compared
VALUE_CHARACTERS = 40


def format_difference(request: Request, above: Request | None) -> str:
    """Return the settings of a request that differ from the request above it.

    If the prompt differs, or nothing is above, it is the size, the steps and the seed. The prompt itself is left out.
    """
    if above is None or request.prompt != above.prompt:
        return SEPARATOR.join(_format_field(name, request, request) for name in ("width", "steps", "seed"))
    names = dict.fromkeys("width" if name == "height" else name for name in _different_fields(request, above))
    parts = [_format_field(name, request, above) for name in sorted(names, key=_rank)]
    return SEPARATOR.join(parts) or QCoreApplication.translate("words", "same settings")


def _different_fields(request: Request, above: Request) -> list[str]:
    return [name for name in REQUEST_FIELDS if name not in _TYPED and getattr(request, name) != getattr(above, name)]


def _rank(name: str) -> int:
    """Return the place of a field in the line: what is varied most often comes first."""
    first = ("model", "seed", "steps", "guidance_scale", "scheduler", "width")
    return first.index(name) if name in first else len(first) + REQUEST_FIELDS.index(name)


def _format_field(name: str, request: Request, above: Request) -> str:
    value = getattr(request, name)
    if name == "width":
        return format_size(request.size)
    if name == "steps":
        return QCoreApplication.translate("words", "%n steps", None, value)
    if name == "seed":
        return QCoreApplication.translate("words", "seed {0}").format(value)
    if name == "guidance_scale":
        return QCoreApplication.translate("words", "guidance {0}").format(f"{value:g}")
    if name == "scheduler":
        return value
    if name == "model":
        return Path(value).stem
    label = field_label(name).casefold()
    if name in ("image", "mask"):
        other = QCoreApplication.translate("words", "another {0}")
        without = QCoreApplication.translate("words", "no {0}")
        return label if getattr(above, name) is None else (other if value else without).format(label)
    return f"{label}: {elide(format_value(value), VALUE_CHARACTERS)}"
