"""Tokenizers of transformers, built once in a process for files of the same content: a twentieth of the tests' time."""

# ruff: noqa: SLF001  (transformers has no public place for a cache)
# pyright: reportAttributeAccessIssue=false, reportPrivateImportUsage=false

import copy
import hashlib
from pathlib import Path
from typing import Any

import transformers

_known: dict[Any, tuple[Any, dict[str, Any]]] = {}
"""tokenizers and the paths of their files, by class, content and options"""
_shared: set[int] = set()
"""ids of vocabularies in Rust that several tokenizers use; `_known` keeps them alive"""


def install() -> None:
    """Let `from_pretrained` copy the tokenizer of the same files, where tokenizers are those in Rust (transformers 5).

    Copies share a vocabulary until one of them adds a word.
    """
    kind = getattr(transformers, "TokenizersBackend", None)
    if kind is None or hasattr(kind, "_reads_anew"):
        return
    kind._reads_anew = kind._from_pretrained.__func__
    kind._from_pretrained = classmethod(_from_pretrained)
    kind._adds = kind._add_tokens
    kind._add_tokens = _add_tokens


def _from_pretrained(cls: Any, files: dict[str, Any], name: Any, *given: Any, **named: Any) -> Any:
    paths = {key: file for key, file in files.items() if file is not None}
    contents = [(key, hashlib.sha256(Path(file).read_bytes()).digest()) for key, file in sorted(paths.items())]
    key = (cls, tuple(contents), repr(given), repr(sorted(named.items())))
    if key not in _known:
        _known[key] = cls._reads_anew(cls, files, name, *given, **named), paths
        _shared.add(id(_known[key][0]._tokenizer))
    known, old = _known[key]
    moved = {str(old[each]): paths[each] for each in paths} | {str(known.name_or_path): name}
    made = object.__new__(type(known))
    made.__dict__.update({each: _moved(value, moved) for each, value in vars(known).items()})
    return made


def _moved(value: Any, moved: dict[str, Any]) -> Any:
    """Copy an attribute, with the paths of other files."""
    if isinstance(value, dict):
        return {key: _moved(each, moved) for key, each in value.items()} if len(value) < 100 else dict(value)
    if isinstance(value, (str, Path)):
        return moved.get(str(value), value)
    return copy.copy(value) if isinstance(value, (list, set)) else value


def _add_tokens(self: Any, *given: Any, **named: Any) -> int:
    if id(self._tokenizer) in _shared:
        self._tokenizer = copy.deepcopy(self._tokenizer)
    return self._adds(*given, **named)
