"""Convert jobs to rows of the index and back, including the reason for a failure as JSON. Any thread."""

import json
from collections.abc import Mapping

from macapp.domain.job import Job, JobState
from macapp.errors import BadRequest, Canceled, EaselError, ExpectedError, InternalError, MachineError
from macapp.library.index.newer import PARSE_ERRORS, parse_object, read_request

COLUMNS = "id, request, created, state, reason, stack, repeats"
"""The columns that `job_of` reads, in this order."""
NEWER_CODE = "job-newer"
"""The reason code of a held job that only a newer Easel understands."""
_KINDS: Mapping[str, type[EaselError]] = {
    "UsersWorld": ExpectedError,
    "BadRequest": BadRequest,
    "MachineFault": MachineError,
    "Canceled": Canceled,
    "Bug": InternalError,
}
"""The classes of reasons by their names in rows, which do not change when a class is renamed."""
_STATES = {state.value: state for state in JobState}


def job_of(row: tuple) -> Job:
    """Return the job of a row with `COLUMNS`; never raises.

    A waiting job that only a newer Easel understands is returned as held; its row does not change.
    """
    job_id, request, created, stored, reason, stack, repeats = row
    read, state, why = read_request(request), _STATES.get(stored), _unpack_reason(reason)
    newer = read.newer or state is None
    if state is None or (newer and state in (JobState.WAITING, JobState.HELD)):
        state, why = JobState.HELD, MachineError(NEWER_CODE)
    return Job(
        id=job_id,
        request=read.request,
        created=created,
        state=state,
        reason=why,
        stack=stack,
        repeats=repeats,
        newer=newer,
    )


def is_valid_row(row: tuple) -> bool:
    """Return whether a row with `COLUMNS` has a known state and content that some version of Easel wrote."""
    _id, request, _created, state, reason, *_rest = row
    whole = not read_request(request).damaged and (reason is None or parse_object(reason) is not None)
    return whole and state in _STATES


def pack_reason(reason: EaselError | None) -> str | None:
    """Return a reason as JSON, in the format that `job_of` reads."""
    if reason is None:
        return None
    return json.dumps({"kind": _stored_kind(reason), "code": reason.code, "data": reason.data}, ensure_ascii=False)


def _stored_kind(reason: EaselError) -> str:
    """Return the stored name of the class of a reason, or of its nearest base class that has one."""
    names = {kind: name for name, kind in _KINDS.items()}
    return next(names[base] for base in type(reason).__mro__ if base in names)


def _unpack_reason(text: str | None) -> EaselError | None:
    """Read a reason as an error of its class; a class that is not in the table becomes `ExpectedError`."""
    if text is None:
        return None
    try:
        kept = json.loads(text)
        kind = _KINDS.get(kept["kind"], ExpectedError)
        code, data = str(kept["code"]), {str(name): value for name, value in kept["data"].items()}
        error = kind.__new__(kind)
        EaselError.__init__(error, code, **data)
    except PARSE_ERRORS:  # written by a newer Easel
        return MachineError("reason-newer")
    return error
