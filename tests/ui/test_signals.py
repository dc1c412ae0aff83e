"""The table of signals in `macapp/ui/README.md` agrees with the code."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Signal

import macapp

ROOT = Path(macapp.__file__).parent
README = ROOT / "ui/README.md"
ROWS = re.findall(r"^\| `(\w+)\.(\w+)` \| `(\w+)\.(\w+)` \|", README.read_text(), re.MULTILINE)


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    paths = [path for folder in ("app", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [(path, ast.parse(path.read_text())) for path in paths]


def find_class(name: str) -> type:
    """Import the class of the window with a name that occurs once."""
    [path] = [path for path, module in modules() for node in module.body if getattr(node, "name", None) == name]
    dotted = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
    return getattr(importlib.import_module(dotted), name)


@pytest.mark.parametrize(("emitter", "signal", "receiver", "method"), ROWS)
def test_every_row_names_a_signal_and_a_receiver(emitter: str, signal: str, receiver: str, method: str) -> None:
    assert isinstance(getattr(find_class(emitter), signal), Signal)
    assert hasattr(find_class(receiver), method)


def test_every_signal_that_the_main_window_connects_is_in_a_table() -> None:
    connected = set()
    for node in ast.walk(ast.parse((ROOT / "ui/main/window.py").read_text())):
        if isinstance(node, ast.Attribute) and node.attr == "connect" and isinstance(node.value, ast.Attribute):
            connected.add(node.value.attr)
    ours = connected & {name for _path, module in modules() for name in iter_signals(module)}
    assert len(ours) > 20
    assert ours - {signal for _emitter, signal, _receiver, _method in ROWS} == set()


def iter_signals(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Signal("):
            yield ast.unparse(node.targets[0])
