"""Turning codes, numbers and requests into the words that the window shows."""

from PySide6.QtCore import QCoreApplication

from macapp.jobs import Marks
from macapp.request import Request
from macapp.sentences import Coded, sentence


def translated(text: str) -> str:
    """Return a sentence of `macapp.sentences` in the user's language."""
    return QCoreApplication.translate("sentences", text)


def said(coded: Coded) -> str:
    """Return the sentence for an error or a reason in the user's language."""
    return sentence(coded, translated)


def one_line(text: str, most: int = 200) -> str:
    """Return text on one line, at most `most` characters."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def size_words(size: tuple[int, int]) -> str:
    """Return a size as people write it."""
    return f"{size[0]} × {size[1]}"


def settings_words(request: Request) -> str:
    """Return the settings of a request on a line or two, all but its prompts."""
    parts = [
        size_words(request.size),
        QCoreApplication.translate("words", "%n steps", None, request.steps),
        QCoreApplication.translate("words", "guidance {0}").format(f"{request.guidance_scale:g}"),
        request.scheduler,
        QCoreApplication.translate("words", "seed {0}").format(request.seed),
    ]
    if request.strength is not None:
        parts.append(QCoreApplication.translate("words", "strength {0}").format(f"{request.strength:g}"))
    return "  ·  ".join(parts)


def marks_words(marks: Marks) -> str:
    """Return the marks of a picture as words; empty if it has none."""
    parts = [QCoreApplication.translate("words", "favourite")] if marks.favourite else []
    if marks.stars:
        parts.append(QCoreApplication.translate("words", "%n stars", None, marks.stars))
    return ", ".join([*parts, *marks.tags])


def settings_text(request: Request) -> str:
    """Return everything about a request as text to paste elsewhere."""
    lines = [request.prompt]
    if request.negative_prompt:
        lines.append(QCoreApplication.translate("words", "Without: {0}").format(request.negative_prompt))
    return "\n".join([*lines, settings_words(request), request.model])


def field_words(name: str) -> str:
    """Return the name of a request's field as people call it."""
    return {
        "prompt": QCoreApplication.translate("words", "Prompt"),
        "negative_prompt": QCoreApplication.translate("words", "Negative prompt"),
        "model": QCoreApplication.translate("words", "Model"),
        "width": QCoreApplication.translate("words", "Width"),
        "height": QCoreApplication.translate("words", "Height"),
        "steps": QCoreApplication.translate("words", "Steps"),
        "guidance_scale": QCoreApplication.translate("words", "Guidance"),
        "scheduler": QCoreApplication.translate("words", "Scheduler"),
        "seed": QCoreApplication.translate("words", "Seed"),
        "image": QCoreApplication.translate("words", "Starting image"),
        "strength": QCoreApplication.translate("words", "Strength"),
    }.get(name, name)


def value_words(value: object) -> str:
    """Return a field's value for people; hashes and long prompts are cut."""
    if value is None or value == "":
        return QCoreApplication.translate("words", "none")
    return f"{value:g}" if isinstance(value, float) else one_line(str(value), 120)
