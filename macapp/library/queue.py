"""The queue on disk: every job, from its submission until it is done, failed or cancelled. Any thread.

A job that `add` has returned survives a crash of the process. Jobs run in the order of their `place`.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby, pairwise, takewhile

from macapp.domain.ids import new_id
from macapp.domain.job import Job, JobState, ReproductionResult, utc_now
from macapp.domain.request import Request
from macapp.errors import EaselError, MachineError
from macapp.library.index.database import transaction
from macapp.library.index.job_rows import COLUMNS, NEWER_CODE, is_valid_row, job_of, pack_reason
from macapp.library.index.newer import PARSE_ERRORS, read_request
from macapp.library.job_changes import JobChanges
from macapp.library.prompt_history import record_use
from macapp.models.fingerprints import are_same, first_half
from macapp.planning.acceleration import MAX_COUNTED_PICTURES, compile_key
from macapp.system.machine import boot_id

MAX_SORTED_JOBS = 500  # waiting jobs that are read to group them by model: 2 ms
DEATHS_TO_HOLD = 2  # one crash may be a coincidence
_THIS_RUN = f"{os.getpid()}-{new_id()}"


@dataclass(frozen=True)
class OrphanedJob:
    """A job that is marked as running although no process runs it."""

    job: Job
    attempts: int
    """how often it was started, including this time"""
    crashed_job: bool
    """whether it crashed its process: another process ran it, the computer was not restarted since, and it was the last
    job to start (an earlier one was generated already and was being saved)"""
    loading: str | None
    """the fingerprint of the checkpoint that was loading"""


@dataclass(frozen=True)
class ModelGrouping:
    """The waiting jobs grouped by model, and the number of model loads."""

    ids: list[str]
    loads: int
    """model loads in the current order, including the first"""
    loads_then: int


class Queue(JobChanges):
    """The jobs of one library, on one connection."""

    def add(self, requests: Sequence[Request], first: bool = False, repeats: str | None = None) -> list[Job]:
        """Add one job per request, at the end of the queue, or with `first` before all waiting jobs.

        Jobs that differ only in the seed form a stack. They are on disk when this returns.
        """
        jobs = _stack_jobs(requests, repeats)
        with transaction(self._connection):
            place = self._first_place(len(jobs)) if first else self._last_place()
            self._connection.executemany(
                "INSERT INTO jobs (id, place, state, request, created, stack, repeats) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (job.id, place + n, job.state.value, job.request.to_json(), job.created, job.stack, job.repeats)
                    for n, job in enumerate(jobs, start=1)
                ],
            )
            for job in {job.request.prompt: job for job in jobs}.values():
                record_use(self._connection, job.request, job.created)
        return jobs

    def claim_next(self, only: Iterable[str] | None = None) -> Job | None:
        """Mark the first waiting job (among `only`, if given) as running and return it, or None.

        A job that only a newer Easel understands is held instead: without the unknown settings, its picture would
        differ from the request.
        """
        among, values = _id_filter(only)
        first = f"SELECT {COLUMNS} FROM jobs WHERE state = 'waiting' {among} ORDER BY place LIMIT 1"  # noqa: S608
        with transaction(self._connection):
            while (row := self._connection.execute(first, values).fetchone()) is not None and job_of(row).newer:
                self.end_in_transaction(row[0], JobState.HELD, MachineError(NEWER_CODE))
            if row is None:
                return None
            self._connection.execute(
                "UPDATE jobs SET state = 'running', started = ?, run = ?, boot = ?, loading = NULL,"
                " attempts = attempts + 1 WHERE id = ?",
                (utc_now(), _THIS_RUN, boot_id(), row[0]),
            )
        return replace(job_of(row), state=JobState.RUNNING)

    def end(self, job_id: str, state: JobState, reason: EaselError | None = None) -> None:
        """Record how a running job ended."""
        with transaction(self._connection):
            self.end_in_transaction(job_id, state, reason)

    def end_in_transaction(
        self, job_id: str, state: JobState, reason: EaselError | None = None, seconds: float | None = None
    ) -> None:
        """Do the same inside a transaction of the caller; `seconds` is the duration of the picture."""
        self._connection.execute(
            "UPDATE jobs SET state = ?, ended = ?, reason = ?, seconds = ? WHERE id = ?",
            (state.value, utc_now(), pack_reason(reason), seconds, job_id),
        )

    def end_repeat(self, job_id: str, comparison: ReproductionResult) -> None:
        """Record that a repeat is done, with the result of its comparison."""
        with transaction(self._connection):
            self.end_in_transaction(job_id, JobState.DONE)
            outcome = json.dumps(asdict(comparison), ensure_ascii=False)
            self._connection.execute("UPDATE jobs SET outcome = ? WHERE id = ?", (outcome, job_id))

    def outcome(self, job_id: str) -> ReproductionResult | None:
        """Return the comparison of a repeat that has ended, or None."""
        row = self._connection.execute("SELECT outcome FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None or row[0] is None:
            return None
        try:
            values = json.loads(row[0])
            return ReproductionResult(**{**values, "changed": tuple(values["changed"])})
        except PARSE_ERRORS:  # written by a newer Easel
            return None

    def record_loading(self, job_id: str, fingerprint: str) -> None:
        """Record that a running job is about to load a checkpoint, which may crash the process."""
        self._change("loading = :what", "id = :id", id=job_id, what=fingerprint)

    def record_loaded(self, job_id: str) -> None:
        """Record that the checkpoint has loaded without a crash."""
        with transaction(self._connection):
            row = self._connection.execute("SELECT loading FROM jobs WHERE id = ?", (job_id,)).fetchone()
            if row is not None:
                self._connection.execute("DELETE FROM notes WHERE name IN (?, ?)", _death_notes(row[0]))
            loading = "value = (SELECT loading FROM jobs WHERE id = ?)"
            self._connection.execute(f"DELETE FROM notes WHERE name = 'preparing' AND {loading}", (job_id,))  # noqa: S608
            self._connection.execute("UPDATE jobs SET loading = NULL WHERE id = ?", (job_id,))

    def may_preload(self, fingerprint: str) -> bool:
        """Return whether a checkpoint may be loaded in advance: never one that crashed a process while loading."""
        rows = self._connection.execute(
            "SELECT name, value FROM notes WHERE name = 'preparing' OR name LIKE 'deaths %'"
        )
        noted = (value if name == "preparing" else name.removeprefix("deaths ") for name, value in rows)
        return not any(are_same(held, fingerprint) for held in noted)

    def begin_preparing(self, fingerprint: str) -> None:
        """Record that a checkpoint is about to be loaded in advance, which may crash the process."""
        with transaction(self._connection):
            self._note("preparing", fingerprint)

    def end_preparing(self) -> None:
        """Record that loading in advance did not crash the process."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name = 'preparing'")

    def requeue(self, job_id: str) -> None:
        """Let a running job wait again, in its old place at the front, without counting an attempt."""
        self._change(
            "state = 'waiting', started = NULL, attempts = attempts - 1", "id = :id AND state = 'running'", id=job_id
        )

    def leave_running(self) -> None:
        """Record that a process ends deliberately during its work: the next start counts no crash.

        A job that is still running then waits again; one that was being saved is done if its file exists.
        """
        with transaction(self._connection):
            self._connection.execute("UPDATE jobs SET boot = NULL WHERE state = 'running'")
            self._connection.execute("DELETE FROM notes WHERE name = 'preparing'")

    def requeue_and_pause(self, job_id: str) -> None:
        """Let a job that crashed its process wait again, and pause the queue for the user (see `crashed_job`)."""
        with transaction(self._connection):
            self._connection.execute("UPDATE jobs SET state = 'waiting', started = NULL WHERE id = ?", (job_id,))
            self._note("paused", utc_now())
            self._note("died", job_id)

    def hold(self, job_id: str, reason: EaselError) -> None:
        """Hold a job: it runs again only if the user retries it."""
        self.end(job_id, JobState.HELD, reason)

    def hold_checkpoint(self, model: str, fingerprint: str, reason: EaselError) -> bool:
        """Count a crash while loading a checkpoint; at the second, hold every job that uses it.

        Returns whether they are held.
        """
        with transaction(self._connection):
            names = _death_notes(fingerprint)
            rows = self._connection.execute("SELECT value FROM notes WHERE name IN (?, ?)", names).fetchall()
            deaths = 1 + max((int(value) for (value,) in rows if value.isdecimal()), default=0)
            self._note(names[0], str(deaths))
            if deaths < DEATHS_TO_HOLD:
                return False
            for job in self.unfinished():
                if job.request.model == model:
                    self.end_in_transaction(job.id, JobState.HELD, reason)
        return True

    def cancel(self, job_id: str) -> bool:
        """Cancel a job that is waiting; return False if it is no longer waiting (it may be running)."""
        return self._change("state = 'canceled', ended = :now", "id = :id AND state = 'waiting'", id=job_id) == 1

    def clear(self) -> int:
        """Cancel every waiting job; return how many."""
        return self._change("state = 'canceled', ended = :now", "state = 'waiting'")

    def retry(self, job_id: str) -> bool:
        """Let a failed or held job wait again, in its old place; return whether it was failed or held."""
        changes = "state = 'waiting', ended = NULL, reason = NULL, attempts = 0"
        return self._change(changes, "id = :id AND state IN ('failed', 'held')", id=job_id) == 1

    def release_understood(self) -> None:
        """Release jobs that were held because a newer Easel wrote them, if this Easel understands them now."""
        rows = self._connection.execute(
            "SELECT id, request FROM jobs WHERE state = 'held' AND instr(reason, ?)", (f'"{NEWER_CODE}"',)
        )
        for job_id in [job_id for job_id, request in rows if not read_request(request).newer]:
            self.retry(job_id)

    # Arranging what waits

    def move(self, job_ids: Sequence[str], before: str | None) -> bool:
        """Move waiting jobs, in the given order, in front of the waiting job `before`, or to the end.

        Returns False and changes nothing if one of them is no longer waiting.
        """
        moving = set(job_ids)
        with transaction(self._connection):
            waiting = self.waiting_ids()
            staying = [job_id for job_id in waiting if job_id not in moving]
            if not moving <= set(waiting) or (before is not None and before not in staying):
                return False
            at = len(staying) if before is None else staying.index(before)
            self._renumber([*staying[:at], *job_ids, *staying[at:]])
        return True

    def arrange(self, job_ids: Sequence[str]) -> None:
        """Set the order of the waiting jobs; jobs that are not listed follow at the end."""
        with transaction(self._connection):
            waiting = self.waiting_ids()
            arranged = _arranged(waiting, job_ids)
            if arranged != waiting:
                self._renumber(arranged)

    def is_arranged(self, job_ids: Sequence[str]) -> bool:
        """Return whether the waiting jobs have this order already, so that `arrange` would change nothing."""
        waiting = self.waiting_ids()
        return _arranged(waiting, job_ids) == waiting

    def edit(self, job_id: str, request: Request) -> bool:
        """Replace the request of a waiting job, which keeps its place; return False if it is no longer waiting."""
        return self._change("request = :what", "id = :id AND state = 'waiting'", id=job_id, what=request.to_json()) == 1

    def waiting_ids(self) -> list[str]:
        """Return the ids of the waiting jobs in queue order; fast for any number of jobs."""
        rows = self._connection.execute("SELECT id FROM jobs WHERE state = 'waiting' ORDER BY place")
        return [job_id for (job_id,) in rows]

    def grouped_by_model(self) -> ModelGrouping:
        """Return the first `MAX_SORTED_JOBS` waiting jobs grouped by model, in queue order within each group.

        The model of the running job comes first, as it is loaded.
        """
        rows = self._connection.execute(
            "SELECT id, state, CASE WHEN json_valid(request) THEN json_extract(request, '$.model') END FROM jobs"
            " WHERE state = 'waiting' OR (state = 'running' AND started ="
            " (SELECT max(started) FROM jobs WHERE state = 'running')) ORDER BY state, place LIMIT ?",
            (MAX_SORTED_JOBS,),
        ).fetchall()
        groups: dict[str, list[str]] = {}
        for job_id, state, model in rows:
            groups.setdefault(model, []).extend([job_id] if state == JobState.WAITING.value else [])
        changes = sum(one[2] != other[2] for one, other in pairwise(rows))
        return ModelGrouping([job_id for group in groups.values() for job_id in group], 1 + changes, len(groups))

    def pause_after(self, job_id: str | None) -> None:
        """Pause the queue when this job has ended; None removes that."""
        with transaction(self._connection):
            if job_id is None:
                self._connection.execute("DELETE FROM notes WHERE name = 'pause after'")
            else:
                self._note("pause after", job_id)

    @property
    def paused_after(self) -> str | None:
        """The id of the job after which the queue pauses."""
        row = self._connection.execute("SELECT value FROM notes WHERE name = 'pause after'").fetchone()
        return row[0] if row else None

    def _renumber(self, job_ids: Sequence[str]) -> None:
        """Give the waiting jobs the places 1, 2, … in this order; write only those whose place is another one."""
        places = dict(self._connection.execute("SELECT id, place FROM jobs WHERE state = 'waiting'"))
        numbered = ((float(n), job_id) for n, job_id in enumerate(job_ids, start=1))
        moved = [(place, job_id) for place, job_id in numbered if places.get(job_id) != place]
        self._connection.executemany("UPDATE jobs SET place = ? WHERE id = ?", moved)

    def _last_place(self) -> float:
        return self._connection.execute("SELECT coalesce(max(place), 0) FROM jobs").fetchone()[0]

    def _first_place(self, count: int) -> float:
        waiting = "SELECT min(place) FROM jobs WHERE state = 'waiting'"
        first = self._connection.execute(waiting).fetchone()[0]
        return self._last_place() if first is None else first - count - 1

    @property
    def has_work(self) -> bool:
        """Whether a job is waiting and the queue is not paused."""
        waiting = self._connection.execute("SELECT 1 FROM jobs WHERE state = 'waiting' LIMIT 1").fetchone()
        return waiting is not None and not self.is_paused

    def unfinished(self, limit: int = -1) -> list[Job]:
        """Return the running jobs, then at most `limit` waiting jobs in queue order.

        The first running job is being generated; another one was generated before it and is being saved.
        """
        running = self._select("state = 'running' ORDER BY started DESC")
        return running + self._select("state = 'waiting' ORDER BY place LIMIT ?", limit)

    def count_waiting(self) -> int:
        """Return how many jobs are waiting."""
        return self._connection.execute("SELECT count(*) FROM jobs WHERE state = 'waiting'").fetchone()[0]

    def count_compilable_run(self, request: Request, only: Iterable[str] | None = None) -> int:
        """Return how many of the next jobs, in an unbroken run, can use the blocks compiled for a request.

        Of those with an id among `only`, if given; `MAX_COUNTED_PICTURES` at most.
        """
        among, values = _id_filter(only)
        rows = self._connection.execute(
            f"SELECT request FROM jobs WHERE state = 'waiting' {among} ORDER BY place LIMIT ?",  # noqa: S608
            (*values, MAX_COUNTED_PICTURES),
        )
        wanted = compile_key(request)
        requests = (read.request for (text,) in rows if not (read := read_request(text)).newer)
        return sum(1 for _ in takewhile(lambda other: compile_key(other) == wanted, requests))

    def orphaned_jobs(self) -> list[OrphanedJob]:
        """Return the jobs marked as running. Only the holder of the runner lock calls it, before it runs any job."""
        rows = self._connection.execute(
            f"SELECT {COLUMNS}, attempts, run, boot, loading,"  # noqa: S608
            " started = (SELECT max(started) FROM jobs WHERE state = 'running') FROM jobs"
            " WHERE state = 'running' ORDER BY place"
        )
        return [
            OrphanedJob(job_of(tuple(row)), attempts, bool(last) and run != _THIS_RUN and boot == boot_id(), loading)
            for *row, attempts, run, boot, loading, last in rows
        ]

    def failed(self, limit: int = -1) -> list[Job]:
        """Return the failed and the held jobs, newest first; at most `limit` if given.

        A job in a state that only a newer Easel knows counts as held.
        """
        return self._select(
            "state NOT IN ('waiting', 'running', 'done', 'canceled') ORDER BY ended DESC, place DESC LIMIT ?", limit
        )

    def unreadable(self) -> list[str]:
        """Return the ids of jobs with damaged content or an unknown state; empty if the queue is intact."""
        rows = self._connection.execute(f"SELECT {COLUMNS} FROM jobs").fetchall()  # noqa: S608
        return [str(row[0]) for row in rows if not is_valid_row(row)]

    @property
    def is_paused(self) -> bool:
        """Whether no waiting job starts; stored on disk, so it survives a relaunch."""
        return self._connection.execute("SELECT 1 FROM notes WHERE name = 'paused'").fetchone() is not None

    @property
    def crashed_job(self) -> Job | None:
        """The job that crashed a process, while the queue is paused because of it."""
        row = self._connection.execute("SELECT value FROM notes WHERE name = 'died'").fetchone()
        return self.find(row[0]) if row else None

    def pause(self) -> None:
        """Start no more jobs, in any process, until `resume`."""
        with transaction(self._connection):
            self._note("paused", utc_now())

    def resume(self) -> None:
        """Let waiting jobs run again."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name IN ('paused', 'died')")

    def _note(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def _change(self, changes: str, condition: str, **values: str) -> int:
        with transaction(self._connection):
            return self._connection.execute(
                f"UPDATE jobs SET {changes} WHERE {condition}",  # noqa: S608  (both parts are ours)
                {**values, "now": utc_now()},
            ).rowcount


def _arranged(waiting: Sequence[str], order: Sequence[str]) -> list[str]:
    """Return the waiting jobs in an order that may name other jobs too; those that it does not name come last."""
    present, named = set(waiting), set(order)
    return [*(job_id for job_id in order if job_id in present), *(each for each in waiting if each not in named)]


def _id_filter(only: Iterable[str] | None) -> tuple[str, list[str]]:
    if only is None:
        return "", []
    values = list(only)
    return f"AND id IN ({', '.join('?' * len(values))})", values


def _stack_jobs(requests: Sequence[Request], repeats: str | None) -> list[Job]:
    """Return a job per request; consecutive requests that differ only in the seed form a stack."""
    jobs: list[Job] = []
    for _alike, group in groupby(requests, key=lambda request: request.with_seed(0)):
        several = [(new_id(), request) for request in group]
        stack = several[0][0] if len(several) > 1 else None
        jobs += [
            Job(id=job_id, request=request, created=utc_now(), stack=stack, repeats=repeats)
            for job_id, request in several
        ]
    return jobs


def _death_notes(fingerprint: str) -> tuple[str, str]:
    """Return the names of the notes that count the crashes of a checkpoint: the current and the former name."""
    return f"deaths {fingerprint}", f"deaths {first_half(fingerprint)}"
