"""The source of the window makes tool tips and dialogs only with the functions that keep their text plain."""

import ast
from collections.abc import Iterator
from pathlib import Path

import macapp.ui


def iter_calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(Path(macapp.ui.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{file.name}:{node.lineno}", node


def is_safe(node: ast.expr) -> bool:
    """Return whether a text is a constant, or the result of a function that makes it safe."""
    if isinstance(node, ast.IfExp):
        return is_safe(node.body) and is_safe(node.orelse)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in ("tip", "caption", "toolTip") or (name in ("tr", "translate") and all(map(is_safe, node.args)))
    return isinstance(node, ast.Constant)


def test_every_tool_tip_in_the_source_is_a_constant_or_made_by_tip() -> None:
    wrong = [
        place
        for place, call in iter_calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("setToolTip", "setStatusTip", "setWhatsThis", "setLabelText")
        and not is_safe(call.args[0])
        and not place.startswith("plain_text.py")
    ]
    assert wrong == []


def test_dialogs_of_qt_are_made_in_one_place() -> None:
    wrong = [
        place
        for place, call in iter_calls()
        if isinstance(call.func, ast.Name)
        and call.func.id in ("QFileDialog", "QTextEdit", "QTextBrowser", "QErrorMessage", "QWhatsThis")
        and not place.startswith("plain_text.py")
    ]
    assert wrong == []
