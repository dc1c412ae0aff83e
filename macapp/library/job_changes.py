"""Changes to several jobs that can be undone, and whether each would still change anything. Any thread."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from macapp.domain.job import Job, JobState, utc_now
from macapp.library.index.database import transaction
from macapp.library.index.job_rows import COLUMNS, job_of, pack_reason


class JobChanges:
    """Cancels and dismisses jobs of one library, and reverts that, on one connection.

    Each change is one transaction and leaves out the jobs that it no longer applies to, such as one that has started.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, job_id: str) -> Job | None:
        """Return the job with this id, in any state, or None."""
        return next(iter(self._select("id = ?", job_id)), None)

    def cancel_all(self, job_ids: Iterable[str]) -> None:
        """Cancel the waiting ones of these jobs."""
        self._change_all("state = 'canceled', ended = ?", "state = 'waiting'", job_ids, utc_now())

    def restore_cancelled(self, job_ids: Iterable[str]) -> None:
        """Undo the cancellation of jobs that had not started; they wait in their old places."""
        self._change_all("state = 'waiting', ended = NULL", "state = 'canceled' AND started IS NULL", job_ids)

    def dismiss_all(self, job_ids: Iterable[str]) -> None:
        """Remove the failed and held ones of these jobs from the list."""
        with transaction(self._connection):
            found = [self.find(job_id) for job_id in job_ids]
            ended = [job.id for job in found if job is not None and job.state in (JobState.FAILED, JobState.HELD)]
            self._connection.executemany("UPDATE jobs SET state = 'canceled' WHERE id = ?", [(each,) for each in ended])

    def put_back(self, jobs: Iterable[Job]) -> None:
        """Undo `dismiss_all` or `retry`: let jobs be failed or held again, with their reasons, unless they have
        started since."""
        with transaction(self._connection):
            self._connection.executemany(
                "UPDATE jobs SET state = ?, reason = coalesce(reason, ?), ended = coalesce(ended, ?)"
                " WHERE id = ? AND state IN ('waiting', 'canceled')",
                [(job.state.value, pack_reason(job.reason), utc_now(), job.id) for job in jobs],
            )

    def is_any_waiting(self, job_ids: Sequence[str]) -> bool:
        """Return whether at least one of these jobs is waiting, so that `cancel_all` would change something."""
        return self._is_any("state = 'waiting'", job_ids)

    def is_any_restorable(self, job_ids: Sequence[str]) -> bool:
        """Return whether `restore_cancelled` would change at least one of these jobs."""
        return self._is_any("state = 'canceled' AND started IS NULL", job_ids)

    def is_any_failed(self, job_ids: Sequence[str]) -> bool:
        """Return whether at least one of these jobs is failed or held."""
        return self._is_any("state IN ('failed', 'held')", job_ids)

    def is_any_cancelled(self, job_ids: Sequence[str]) -> bool:
        """Return whether at least one of these jobs was cancelled or dismissed."""
        return self._is_any("state = 'canceled'", job_ids)

    def _is_any(self, condition: str, job_ids: Sequence[str]) -> bool:
        found = self._connection.execute(
            f"SELECT 1 FROM jobs WHERE id IN (SELECT value FROM json_each(?)) AND {condition} LIMIT 1",  # noqa: S608
            (json.dumps(job_ids),),
        )
        return found.fetchone() is not None

    def _change_all(self, changes: str, condition: str, job_ids: Iterable[str], *values: str) -> None:
        with transaction(self._connection):
            self._connection.executemany(
                f"UPDATE jobs SET {changes} WHERE id = ? AND {condition}",  # noqa: S608
                [(*values, job_id) for job_id in job_ids],
            )

    def _select(self, condition: str, *values: object) -> list[Job]:
        rows = self._connection.execute(f"SELECT {COLUMNS} FROM jobs WHERE {condition}", values)  # noqa: S608
        return [job_of(row) for row in rows]
