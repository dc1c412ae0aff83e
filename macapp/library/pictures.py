"""The finished pictures: files in monthly folders, with one row each. Any thread.

The order of saving is fixed: first the file, then the row and the end of the job in one transaction, then the event.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from macapp.domain.job import UNKNOWN_SOURCE, GeneratedImage, Job, JobState, Marks, Picture, utc_now
from macapp.domain.request import Request
from macapp.domain.timestamps import UNDATED, local_day
from macapp.errors import BadRequest
from macapp.library.file_names import build_file_name
from macapp.library.index import search
from macapp.library.index.database import transaction
from macapp.library.index.rows import COLUMNS, picture_of, reindex_text, store_marks
from macapp.library.metadata import importers, recipe
from macapp.library.metadata.importers import ParsedMetadata
from macapp.library.offline_storage import PictureStorage
from macapp.library.place import ALL_PICTURES, Place, restrict_to_place
from macapp.library.prompt_history import record_use
from macapp.library.queue import Queue
from macapp.system import storage
from macapp.system.paths import LibraryPaths

SQL_BATCH = 500  # values in one statement; SQLite allows 32,766


class Pictures:
    """The pictures of one library, on one connection. Deleted pictures are left out everywhere."""

    def __init__(
        self, connection: sqlite3.Connection, places: LibraryPaths, queue: Queue, picture_storage: PictureStorage
    ) -> None:
        self._connection = connection
        self._places = places
        self._queue = queue
        self._picture_storage = picture_storage

    def save(self, job: Job, generated: GeneratedImage, seconds: float | None = None, offline: bool = False) -> Picture:
        """Save the picture that `job` made in `seconds` and end the job; both are durable when this returns.

        While the pictures folder is not connected, or with `offline`, the file goes into the offline folder. After a
        failure it can be called again: the picture then still has one row and one file.
        """
        pixels = recipe.pixels_hash(generated.image)
        size = generated.image.size
        made = recipe.PictureMetadata(job.id, job.request, utc_now(), generated.made_with, job.stack, pixels, size)
        content = recipe.encode_png(generated.image, made)
        path = self._picture_storage.write(local_day(made.created)[:7], build_file_name(made), content, offline)
        try:
            with transaction(self._connection):
                self._insert_or_move(made, path, seconds)
        except BaseException:  # the picture is still in memory; a retry would write it twice
            self._delete_unless_indexed(path)
            raise
        return self.find(made.id)

    def adopt(self, path: Path) -> Picture | None:
        """Add the row of an intact PNG of ours; return None if it is not ours or has a row already."""
        found = recipe.read(path)
        return None if found is None or self.has_row(found.id) else self._add_row(found, path, None)

    # Finding

    def search(
        self, query: str = "", sort: str = "newest", stacked: bool = False, limit: int = -1, place: Place = ALL_PICTURES
    ) -> "array[int]":
        """Return the numbers of the pictures of a place that a search line asks for (see `search`), in order.

        `sort` is a key of `search.SORT_ORDERS`. With `stacked`, only the first picture of each stack in this order is
        returned. `limit` is how many rows are read, from the start of the order; a small one takes less time.
        Raises `BadRequest` for an invalid search line. `Trash.search` finds the pictures in the Trash.
        """
        sql, order = restrict_to_place(search.parse_query(query), place), search.SORT_ORDERS[sort]
        if sql.text and not (sql.row or stacked) and order in search.BY_NUMBER:
            statement = f"{sql.texts} ORDER BY {search.BY_NUMBER[order]} LIMIT ?"
            rows = self._connection.execute(statement, (*sql.values, limit))
            return array("q", [number for (number,) in rows])
        columns = "number, stack" if stacked else "number"  # an index knows the number by itself
        rows = self._connection.execute(
            f"SELECT {columns} FROM pictures WHERE {sql.where} ORDER BY {order} LIMIT ?",  # noqa: S608
            (*sql.values, limit),
        )
        if not stacked:
            return array("q", [number for (number,) in rows])
        seen: set[str] = set()
        kept = array("q")
        for number, stack in rows:
            if stack is None or stack not in seen:
                kept.append(number)
                if stack is not None:
                    seen.add(stack)
        return kept

    def matches(self, number: int, query: str, place: Place = ALL_PICTURES) -> bool:
        """Return whether one picture is in a place and matches a search line."""
        sql = restrict_to_place(search.parse_query(query), place)
        found = self._connection.execute(
            f"SELECT 1 FROM pictures WHERE {sql.where} AND number = ?",  # noqa: S608
            (*sql.values, number),
        )
        return found.fetchone() is not None

    def by_row_numbers(self, numbers: Iterable[int]) -> list[Picture]:
        """Return the pictures with these row numbers, including deleted ones, in the given order."""
        wanted = list(numbers)
        found: dict[int, Picture] = {}
        for start in range(0, len(wanted), SQL_BATCH):
            part = wanted[start : start + SQL_BATCH]
            among = ", ".join("?" * len(part))
            rows = self._connection.execute(f"SELECT {COLUMNS} FROM pictures WHERE number IN ({among})", part)  # noqa: S608
            found.update((row[0], picture_of(row, self._places.pictures)) for row in rows)
        return [found[number] for number in wanted if number in found]

    def newest(self, limit: int, before: str | None = None) -> list[Picture]:
        """Return up to `limit` pictures, newest first; only those older than the picture `before`, if given."""
        rows = self._connection.execute(
            f"SELECT {COLUMNS} FROM pictures WHERE deleted IS NULL AND "  # noqa: S608
            "(?1 IS NULL OR number < (SELECT number FROM pictures WHERE id = ?1)) ORDER BY number DESC LIMIT ?2",
            (before, limit),
        )
        return [picture_of(row, self._places.pictures) for row in rows]

    def count(self, place: Place = ALL_PICTURES) -> int:
        """Return how many pictures there are in a place; raises `BadRequest` if its search is invalid."""
        sql = restrict_to_place(search.parse_query(""), place)
        return self._connection.execute(f"SELECT count(*) FROM pictures WHERE {sql.where}", sql.values).fetchone()[0]  # noqa: S608

    def find(self, picture_id: str) -> Picture:
        """Return the picture with this id; raises `BadRequest` if there is none."""
        found = self._select("id = ? AND deleted IS NULL", picture_id)
        if not found:
            raise BadRequest("picture-missing", id=picture_id[:40])
        return found[0]

    def distinct_values(self, column: str) -> list[str]:
        """Return the distinct values of `model`, `from` or `size`, for a menu."""
        sql = {
            "model": "SELECT DISTINCT model FROM pictures WHERE deleted IS NULL AND model IS NOT NULL",
            "from": "SELECT DISTINCT source FROM pictures WHERE deleted IS NULL",
            "size": "SELECT DISTINCT width || 'x' || height FROM pictures WHERE deleted IS NULL",
        }[column]
        return sorted(Path(value).name for (value,) in self._connection.execute(sql))

    # Relatives

    def parent_of(self, picture: Picture) -> Picture | None:
        """Return the source image of a picture, or its first reference image, that is a picture in the library."""
        for image in filter(None, (picture.request.image, *picture.request.references)):
            if found := self._select("pixels = ? AND deleted IS NULL ORDER BY number LIMIT 1", image):
                return found[0]
        return None

    def children_of(self, picture: Picture, limit: int = SQL_BATCH) -> list[Picture]:
        """Return the pictures that used this one as their source image, oldest first."""
        if picture.pixels is None:
            return []
        return self._select("image = ? AND deleted IS NULL ORDER BY number LIMIT ?", picture.pixels, limit)

    def seed_siblings(self, picture: Picture, limit: int = SQL_BATCH) -> list[Picture]:
        """Return the pictures whose requests differ only in the seed, oldest first.

        Returns none for a picture that only a newer Easel understands.
        """
        if picture.newer:
            return []
        return self._select(
            "prompt = ? AND deleted IS NULL AND json_remove(request, '$.seed') = json_remove(?, '$.seed')"
            " AND id != ? ORDER BY number LIMIT ?",
            picture.request.prompt,
            picture.request.to_json(),
            picture.id,
            limit,
        )

    def stack_of(self, picture: Picture) -> list[Picture]:
        """Return the pictures that were requested together with this one, including itself, oldest first."""
        if picture.stack is None:
            return [picture]
        return self._select("stack = ? AND deleted IS NULL ORDER BY number", picture.stack)

    def expand_stacks(self, numbers: Sequence[int]) -> list[int]:
        """Return these row numbers and those of all pictures in the same stacks, newest first."""
        whole: set[int] = set(numbers)
        for start in range(0, len(numbers), SQL_BATCH):
            part = numbers[start : start + SQL_BATCH]
            among = ", ".join("?" * len(part))
            rows = self._connection.execute(
                "SELECT number FROM pictures WHERE deleted IS NULL AND stack IN"  # noqa: S608
                f" (SELECT stack FROM pictures WHERE number IN ({among}) AND stack IS NOT NULL)",
                list(part),
            )
            whole.update(number for (number,) in rows)
        return sorted(whole, reverse=True)

    def best_for_prompt(self, prompt: str) -> Picture | None:
        """Return the picture of a prompt with the best rating, or else the newest."""
        order = "favourite DESC, stars DESC, number DESC"
        found = self._select(f"prompt = ? AND deleted IS NULL ORDER BY {order} LIMIT 1", prompt)
        return found[0] if found else None

    def find_by_request(self, request: Request) -> Picture | None:
        """Return the newest picture of exactly this request."""
        found = self._select(
            "prompt = ? AND request = ? AND deleted IS NULL ORDER BY number DESC LIMIT 1",
            request.prompt,
            request.to_json(),
        )
        return found[0] if found else None

    # Files and rows

    def files(self) -> dict[Path, str]:
        """Return the expected path of every picture file, with the id of its picture."""
        rows = self._connection.execute("SELECT file, id FROM pictures WHERE deleted IS NULL")
        return {self._places.pictures / file: picture_id for file, picture_id in rows}

    def index_files(self, found: Sequence[tuple[recipe.PictureMetadata, Path]]) -> tuple[int, int]:
        """Add rows for our own files, in one transaction; return how many were added, and how many had moved.

        A copy, whose picture has a row and another file, gets none. If the file of a deleted picture exists again, the
        user has restored it.
        """
        added = moved = 0
        with transaction(self._connection):
            for made, path in found:
                row = self._connection.execute(
                    "SELECT file, deleted IS NULL FROM pictures WHERE id = ?", (made.id,)
                ).fetchone()
                if row is None:
                    self._insert(made, path)
                    added += 1
                elif not row[1] or not (self._places.pictures / row[0]).exists():
                    self._connection.execute(
                        "UPDATE pictures SET file = ?, deleted = NULL, trashed = NULL, missing = NULL WHERE id = ?",
                        (self.stored_path(path), made.id),
                    )
                    number = "SELECT number FROM pictures WHERE id = ?"
                    reindex_text(self._connection, self._connection.execute(number, (made.id,)).fetchone()[0])
                    moved += 1
        return added, moved

    def insert_foreign(self, picture_id: str, path: Path, found: ParsedMetadata, marks: Marks, **columns: Any) -> bool:
        """Add the row of a file of another program; return False if its picture has one.

        `found` are the settings in the file, with the report on them; `marks` are the marks in the file.
        """
        with transaction(self._connection):
            if self.has_row(picture_id):
                self._connection.execute(
                    "UPDATE pictures SET deleted = NULL, trashed = NULL, missing = NULL, file = ?"
                    " WHERE id = ? AND deleted IS NOT NULL",
                    (self.stored_path(path), picture_id),
                )
                number = "SELECT number FROM pictures WHERE id = ?"
                reindex_text(self._connection, self._connection.execute(number, (picture_id,)).fetchone()[0])
                return False
            values = {
                "id": picture_id,
                "request": json.dumps(found.known, ensure_ascii=False),
                "file": self.stored_path(path),
                "made_with": "{}",
                "source": found.source or UNKNOWN_SOURCE,
                "report": importers.dump_report(found.lines),
                **columns,
            }
            store_marks(self._connection, self._insert_row(values), marks)
            return True

    def marked_in_files(self) -> list[Picture]:
        """Return the marked pictures whose files contain their marks."""
        return self._select(
            "deleted IS NULL AND NOT unwritten AND number IN (SELECT number FROM pictures WHERE favourite"
            " UNION SELECT number FROM pictures WHERE stars > 0 UNION SELECT picture FROM labels)"
        )

    def import_report(self, picture: Picture) -> str | None:
        """Return the report on the import of a picture as JSON; None for our own picture."""
        return self._connection.execute("SELECT report FROM pictures WHERE id = ?", (picture.id,)).fetchone()[0]

    def unindexed_files(self, since: str) -> list[Path]:
        """Return the PNG files without a row, in the months from `since` (UTC, ISO 8601) on.

        If `since` is not a valid time, all months are searched.
        """
        first = local_day(since, days_before=1)[:7]
        first = "" if first == UNDATED else first
        months = self._places.pictures.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]")
        return [path for folder in sorted(months) if folder.name >= first for path in self._list_unindexed(folder)]

    def import_offline(self) -> int:
        """Move the pictures in the offline folder into the pictures folder, if connected; return how many."""
        moved = 0
        for path in self._picture_storage.offline_files():
            made, intact = recipe.read_checked(path)
            if made is None or not intact:
                continue
            month = local_day(made.created)[:7]
            target = storage.unique_path(self._places.pictures / month, path.stem, path.suffix)
            with self.remove_on_error(target):
                storage.copy(path, target, self._places.temporary)
                self._record_move(made, target)
            storage.delete(path)
            moved += 1
        return moved

    def _record_move(self, made: recipe.PictureMetadata, target: Path) -> None:
        with transaction(self._connection):
            self._insert_or_move(made, target)

    @contextmanager
    def remove_on_error(self, path: Path, *sidecars: Path) -> Iterator[None]:
        """Delete a new file, and the files in `sidecars`, if the block fails.

        They stay if a row names the file: a signal may arrive right after the commit.
        """
        try:
            yield
        except BaseException:
            self._delete_unless_indexed(path, *sidecars)
            raise

    def _delete_unless_indexed(self, path: Path, *sidecars: Path) -> None:
        """Delete a file, unless a row names it: a commit can take effect and still report an error."""
        with suppress(sqlite3.Error, OSError):  # the next start adopts the file
            named = self._connection.execute("SELECT 1 FROM pictures WHERE file = ?", (self.stored_path(path),))
            if named.fetchone() is None:
                for file in (path, *sidecars):
                    file.unlink(missing_ok=True)

    def _insert_or_move(self, made: recipe.PictureMetadata, target: Path, seconds: float | None = None) -> None:
        """Add the row, or store the new path in the existing row, inside a transaction."""
        if self.has_row(made.id):
            changed = (self.stored_path(target), made.id)
            self._connection.execute("UPDATE pictures SET file = ? WHERE id = ?", changed)
        else:
            self._insert(made, target, seconds)

    def _list_unindexed(self, folder: Path) -> list[Path]:
        rows = self._connection.execute("SELECT file FROM pictures WHERE file GLOB ?", (f"{folder.name}/*",))
        known = {file for (file,) in rows}
        found = (path for path in sorted(folder.glob("*.png")) if storage.is_unicode(path))
        return [path for path in found if f"{folder.name}/{path.name}" not in known]

    def _add_row(self, made: recipe.PictureMetadata, path: Path, seconds: float | None) -> Picture:
        with transaction(self._connection):
            self._insert(made, path, seconds)
        return self.find(made.id)

    def _insert(self, made: recipe.PictureMetadata, path: Path, seconds: float | None = None) -> None:
        """Add the row and end the job, inside a transaction."""
        number = self._insert_row(
            {
                "id": made.id,
                "request": made.request_json,
                "created": made.created,
                "file": self.stored_path(path),
                "made_with": json.dumps(dict(made.made_with)),
                "width": made.size[0],
                "height": made.size[1],
                "pixels": made.pixels,
                "stack": made.stack,
            }
        )
        if made.marks != Marks():
            store_marks(self._connection, number, made.marks)
        record_use(self._connection, made.request, made.created, pictures=1)
        self._queue.end_in_transaction(made.id, JobState.DONE, seconds=seconds)

    def _insert_row(self, values: Mapping[str, Any]) -> int:
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        statement = f"INSERT INTO pictures ({names}) VALUES ({places})"  # noqa: S608  (names are ours)
        number = self._connection.execute(statement, values).lastrowid
        assert number is not None  # noqa: S101  (an INSERT that did not raise has one)
        reindex_text(self._connection, number)
        return number

    def stored_path(self, path: Path) -> str:
        """Return a path as rows store it: relative to the pictures folder, or absolute for a file elsewhere."""
        try:
            return path.relative_to(self._places.pictures).as_posix()
        except ValueError:
            return path.as_posix()

    def has(self, picture_id: str) -> bool:
        """Return whether a picture with this id exists and is not deleted."""
        found = self._connection.execute("SELECT 1 FROM pictures WHERE id = ? AND deleted IS NULL", (picture_id,))
        return found.fetchone() is not None

    def is_any_listed(self, numbers: Sequence[int]) -> bool:
        """Return whether at least one picture with these row numbers is not deleted."""
        found = self._connection.execute(
            "SELECT 1 FROM pictures WHERE number IN (SELECT value FROM json_each(?)) AND deleted IS NULL LIMIT 1",
            (json.dumps(list(numbers)),),
        )
        return found.fetchone() is not None

    def has_file(self, path: Path) -> bool:
        """Return whether a row names this file, even if its picture is deleted."""
        found = self._connection.execute("SELECT 1 FROM pictures WHERE file = ?", (self.stored_path(path),))
        return found.fetchone() is not None

    def has_row(self, picture_id: str) -> bool:
        """Return whether a picture has a row, even if it is deleted or hidden."""
        return self._connection.execute("SELECT 1 FROM pictures WHERE id = ?", (picture_id,)).fetchone() is not None

    def _select(self, condition: str, *values: object) -> list[Picture]:
        rows = self._connection.execute(f"SELECT {COLUMNS} FROM pictures WHERE {condition}", values)  # noqa: S608
        return [picture_of(row, self._places.pictures) for row in rows]
