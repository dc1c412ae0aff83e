"""Collect the texts of the window into resources/translations/*.ts, and compile those files. On a developer's machine.

    python packaging/translations.py collect    # after a text has changed: update every .ts file
    python packaging/translations.py compile    # make .qm files of them, as an installation does

`lupdate` of Qt reads only calls that it knows. So this program reads the sources itself, writes every text as one such
call into a temporary file, and lets `lupdate` merge that file into the translations.
"""

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
FOLDER = REPOSITORY / "resources" / "translations"
PACKAGES = ("ui", "app")
TRANSLATING = ("domain/units.py", "messages/__init__.py")  # below the window: they are given a function that translates
SENTENCES = "sentences"  # the context of the messages


@dataclass(frozen=True)
class Text:
    """One text of the window."""

    context: str
    text: str
    has_number: bool = False
    """whether it has plural forms"""


def collect_texts() -> list[Text]:
    """Return the texts of the window and all messages, each once, in the order of the sources."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _source_files()}
    wrappers = {name: context for tree in trees.values() for name, context in _wrappers(tree)}
    found = dict.fromkeys(text for tree in trees.values() for text in _texts_of(tree, wrappers))
    return [*found, *(Text(SENTENCES, sentence) for sentence in _messages())]


def _source_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((REPOSITORY / "macapp" / package).rglob("*.py"))
    yield from (REPOSITORY / "macapp" / name for name in TRANSLATING)


def _messages() -> list[str]:
    from macapp.messages import INVARIANTS, MESSAGES

    return list(dict.fromkeys((*MESSAGES.values(), *INVARIANTS.values())))


def _wrappers(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Return the functions that only translate their argument, each with its context."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or not isinstance(node.body[-1], ast.Return):
            continue
        call = node.body[-1].value
        if isinstance(call, ast.Call) and _name(call.func) == "translate" and len(call.args) == 2:
            context, text = call.args
            if isinstance(context, ast.Constant) and isinstance(text, ast.Name):
                yield node.name, str(context.value)


def _texts_of(tree: ast.AST, wrappers: dict[str, str], scope: str = "") -> Iterator[Text]:
    """Return the texts of a module or class; `scope` is the name of the class."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield from _texts_of_call(node, wrappers, scope)
        yield from _texts_of(node, wrappers, node.name if isinstance(node, ast.ClassDef) else scope)


def _texts_of_call(call: ast.Call, wrappers: dict[str, str], scope: str) -> Iterator[Text]:
    name = _name(call.func)
    arguments = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    if name == "tr" and arguments and isinstance(arguments[0], str):
        yield Text(scope, arguments[0], len(arguments) == 3)
    elif name == "translate" and len(arguments) == 1 and isinstance(arguments[0], str):
        yield Text(SENTENCES, arguments[0])
    elif name == "translate" and len(arguments) >= 2 and isinstance(arguments[1], str):
        yield Text(str(arguments[0]), arguments[1], len(arguments) == 4)
    elif name in wrappers and arguments and isinstance(arguments[0], str):
        yield Text(wrappers[name], arguments[0])


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def update_files(files: list[Path]) -> None:
    """Merge the texts into translations; those that no source has any more are removed."""
    lines = [
        f"QCoreApplication.translate({each.context!r}, {each.text!r}{', None, 1' if each.has_number else ''})"
        for each in collect_texts()
    ]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts.py"
        source.write_text("\n".join(lines), encoding="utf-8")
        for file in files:
            only = ["-pluralonly"] if file.stem == "easel_en" else []
            options = ["-no-obsolete", "-locations", "none", *only, "-target-language", file.stem.partition("_")[2]]
            _run("lupdate", str(source), *options, "-ts", str(file))


def compile_files() -> None:
    """Make a .qm file of each translation."""
    for file in sorted(FOLDER.glob("*.ts")):
        _run("lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([Path(sys.executable).parent / f"pyside6-{tool}", *arguments], check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_files()
    elif sys.argv[1:] == ["collect"]:
        update_files(sorted(FOLDER.glob("*.ts")))
    else:
        sys.exit(__doc__)
