"""Merge another file of a known picture into its row. Any thread.

The same pixels may be imported twice, once with settings and once without, in either order. Known settings are never
replaced: two files with different settings are two pictures.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from macapp import PRODUCT
from macapp.domain.job import UNKNOWN_SOURCE, Marks
from macapp.library.index.database import transaction
from macapp.library.index.newer import parse_object
from macapp.library.index.rows import reindex_text
from macapp.library.marks import MarkStore
from macapp.library.metadata import importers
from macapp.library.metadata.importers import ParsedMetadata
from macapp.library.metadata.sidecars import merge_marks


@dataclass(frozen=True)
class KnownPicture:
    """A picture that already has a row."""

    number: int
    id: str
    file: str
    """relative to the pictures folder, or absolute for a file in a watched folder"""
    found: ParsedMetadata
    """its known settings"""
    is_copy: bool
    """whether it was imported from a file without our own recipe"""


def merge_settings(old: ParsedMetadata, new: ParsedMetadata) -> ParsedMetadata | None:
    """Return the settings of two files of one picture together; None if the second file adds nothing."""
    if old.source == PRODUCT or not has_settings(new):
        return None
    if new.source == PRODUCT or not has_settings(old):
        return new
    if contradict(old, new) or new.known.keys() <= old.known.keys():
        return None
    named = {line.name for line in old.lines}
    lines = old.lines + [line for line in new.lines if line.name not in named]
    return ParsedMetadata(old.source, {**new.known, **old.known}, lines)


def contradict(old: ParsedMetadata, new: ParsedMetadata) -> bool:
    """Return whether two files state different values for the same setting."""
    both = old.known.keys() & new.known.keys()
    return any(old.known[name] != new.known[name] for name in both)


def has_settings(found: ParsedMetadata) -> bool:
    """Return whether a file contains the settings of its picture."""
    return found.source not in ("", UNKNOWN_SOURCE)


class PictureMerger:
    """Finds and completes the rows of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, mark_store: MarkStore) -> None:
        self._connection = connection
        self._mark_store = mark_store

    def find(self, picture_id: str) -> KnownPicture | None:
        """Return the picture with this id, or None if there is none or the user deleted it."""
        rows = self._select("id = ? AND deleted IS NULL", picture_id)
        return rows[0] if rows else None

    def find_same_pixels(self, pixels: str, size: tuple[int, int], found: ParsedMetadata) -> KnownPicture | None:
        """Return a picture with the same pixels whose settings do not contradict `found`.

        If neither has settings, they stay two pictures: one may be the other in another format.
        `size` is the width and height of the file: the pixel hash of a large picture is that of a smaller copy.
        """
        same = "pixels = ? AND width = ? AND height = ? AND deleted IS NULL ORDER BY number"
        for row in self._select(same, pixels, *size):
            made_twice = row.found.source == found.source == PRODUCT and not row.is_copy
            known = has_settings(row.found) or has_settings(found)
            if known and not made_twice and not contradict(row.found, found):
                return row
        return None

    def record_settings(self, row: KnownPicture, found: ParsedMetadata, made_with: Mapping[str, Any]) -> None:
        """Store the settings of a picture that are known now."""
        values = json.dumps(found.known, ensure_ascii=False), found.source, importers.dump_report(found.lines)
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE pictures SET request = ?, source = ?, report = ?, made_with = ? WHERE number = ?",
                (*values, json.dumps(dict(made_with)), row.number),
            )
            reindex_text(self._connection, row.number)

    def add_marks(self, number: int, marks: Marks) -> None:
        """Add marks to a picture; `MarkStore.write_pending` writes them into its file later."""
        if marks != Marks():
            before = self._mark_store.read(number)
            if merge_marks(before, marks) != before:
                self._mark_store.change_numbers([number], lambda old: merge_marks(old, marks))

    def request_marks_rewrite(self, number: int, written: Marks) -> None:
        """Schedule a write of the marks of a picture, if those in its file, `written`, differ."""
        if self._mark_store.read(number) != written:
            with transaction(self._connection):
                self._connection.execute("UPDATE pictures SET unwritten = unwritten + 1 WHERE number = ?", (number,))

    def set_file(self, row: KnownPicture, file: str) -> None:
        """Record the new path of the file of a picture, relative to the pictures folder."""
        with transaction(self._connection):
            self._connection.execute("UPDATE pictures SET file = ? WHERE number = ?", (file, row.number))

    def _select(self, condition: str, *values: object) -> list[KnownPicture]:
        rows = self._connection.execute(
            f"SELECT number, id, file, request, source, report FROM pictures WHERE {condition}",  # noqa: S608
            values,
        )
        return [
            KnownPicture(
                number,
                picture_id,
                file,
                ParsedMetadata(source, parse_object(request) or {}, importers.load_report(report)),
                is_copy=report is not None,
            )
            for number, picture_id, file, request, source, report in rows
        ]
