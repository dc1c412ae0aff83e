"""The finished pictures: PNG files in folders by month, and one row each. Any thread.

The order of saving is the promise: file, then row and the job's end in one transaction, then the news of it.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from macapp import files
from macapp.errors import BadRequest
from macapp.jobs import Generated, Job, JobState, Picture, Request, utc_now
from macapp.library import recipe
from macapp.library.database import transaction
from macapp.library.queue import Queue
from macapp.paths import Places

NAME_BYTES = 120  # of the prompt in a file's name; file systems stop at 255
_COLUMNS = "id, request, created, file, made_with"
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


class Pictures:
    """The pictures of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, places: Places, queue: Queue) -> None:
        self._connection = connection
        self._places = places
        self._queue = queue

    def save(self, job: Job, generated: Generated) -> Picture:
        """Keep the picture that `job` made and end the job: both are durable when this returns."""
        made = recipe.Recipe(job.id, job.request, utc_now(), generated.made_with)
        content = recipe.png(generated.image, made)
        folder = self._places.pictures / local_day(made.created)[:7]
        path = files.write_new(folder, file_name(made), ".png", content, self._places.unfinished)
        return self._record(made, path)

    def adopt(self, path: Path) -> Picture | None:
        """Give a whole PNG of ours that has no row its row; return None if it is not ours or is known already."""
        found = recipe.read(path)
        return None if found is None or self._known(found.id) else self._record(found, path)

    def newest(self, limit: int, before: str | None = None) -> list[Picture]:
        """Return up to `limit` pictures, newest first; those older than the picture `before`, if given."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM pictures "  # noqa: S608
            "WHERE ?1 IS NULL OR number < (SELECT number FROM pictures WHERE id = ?1) ORDER BY number DESC LIMIT ?2",
            (before, limit),
        )
        return [self._picture(row) for row in rows]

    def count(self) -> int:
        """Return how many pictures there are."""
        return self._connection.execute("SELECT count(*) FROM pictures").fetchone()[0]

    def find(self, picture_id: str) -> Picture:
        """Return the picture with this id; raises `BadRequest` if there is none."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM pictures WHERE id = ?",  # noqa: S608
            (picture_id,),
        ).fetchone()
        if row is None:
            raise BadRequest("picture-missing", id=picture_id[:40])
        return self._picture(row)

    def files(self) -> dict[Path, str]:
        """Return where every picture's file should be, with the picture's id."""
        rows = self._connection.execute("SELECT file, id FROM pictures")
        return {self._places.pictures / file: picture_id for file, picture_id in rows}

    def record_found(self, found: Sequence[tuple[recipe.Recipe, Path]]) -> tuple[int, int]:
        """Give files of ours their rows, in one transaction; return how many were added, and how many had moved.

        A file whose picture has a row and another file, a copy that is, gets none.
        """
        added = moved = 0
        with transaction(self._connection):
            for made, path in found:
                row = self._connection.execute("SELECT file FROM pictures WHERE id = ?", (made.id,)).fetchone()
                if row is None:
                    self._insert(made, path)
                    added += 1
                elif not (self._places.pictures / row[0]).exists():
                    self._connection.execute("UPDATE pictures SET file = ? WHERE id = ?", (self._below(path), made.id))
                    moved += 1
        return added, moved

    def without_row(self, since: str) -> list[Path]:
        """Return the PNG files that no row knows, in the months from `since` (UTC, ISO 8601) on."""
        first = local_day(since, days_before=1)[:7]
        months = self._places.pictures.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]")
        return [path for folder in sorted(months) if folder.name >= first for path in self._strangers(folder)]

    def _strangers(self, folder: Path) -> list[Path]:
        rows = self._connection.execute("SELECT file FROM pictures WHERE file GLOB ?", (f"{folder.name}/*",))
        known = {file for (file,) in rows}
        return [path for path in sorted(folder.glob("*.png")) if f"{folder.name}/{path.name}" not in known]

    def _record(self, made: recipe.Recipe, path: Path) -> Picture:
        with transaction(self._connection):
            self._insert(made, path)
        return Picture(id=made.id, request=made.request, created=made.created, path=path, made_with=made.made_with)

    def _insert(self, made: recipe.Recipe, path: Path) -> None:
        """Add the row and end the job, inside a transaction."""
        row = (made.id, made.request.to_json(), made.created, self._below(path), json.dumps(dict(made.made_with)))
        self._connection.execute(f"INSERT INTO pictures ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)", row)  # noqa: S608
        self._queue.end_within(made.id, JobState.DONE)

    def _below(self, path: Path) -> str:
        return path.relative_to(self._places.pictures).as_posix()

    def _known(self, picture_id: str) -> bool:
        return self._connection.execute("SELECT 1 FROM pictures WHERE id = ?", (picture_id,)).fetchone() is not None

    def _picture(self, row: tuple) -> Picture:
        picture_id, request, created, file, made_with = row
        return Picture(
            id=picture_id,
            request=Request.from_json(request),
            created=created,
            path=self._places.pictures / file,
            made_with=json.loads(made_with),
        )


def file_name(made: recipe.Recipe) -> str:
    """Return a name people can find: the day, the prompt, the seed; fit for every file system, no dot in front."""
    words = _UNFIT.sub(" ", made.request.prompt).strip(" .")
    short = words.encode()[:NAME_BYTES].decode(errors="ignore").strip(" .")
    return " ".join(filter(None, (local_day(made.created), short, str(made.request.seed))))


def local_day(utc: str, days_before: int = 0) -> str:
    """Return the day on the user's calendar, as 2026-11-20, of a moment in UTC (ISO 8601)."""
    moment = datetime.fromisoformat(utc.replace("Z", "+00:00")).astimezone()
    return (moment - timedelta(days=days_before)).date().isoformat()
