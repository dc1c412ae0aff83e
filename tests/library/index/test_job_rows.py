"""Reasons in rows of jobs: read as the class that was stored, under names that never change."""

import json

import pytest

from macapp.errors import BadRequest, Canceled, EaselError, ExpectedError, InternalError, MachineError, UnusableFile
from macapp.library.index.job_rows import job_of, pack_reason
from tests.support.request_factory import request


def read_back(stored: str | None) -> EaselError | None:
    row = ("ID", json.dumps(request().to_dict()), "2026-11-20T10:00:00.000Z", "failed", stored, None, None)
    return job_of(row).reason


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (BadRequest("image-broken", name="a.png"), "BadRequest"),
        (MachineError("disk-full", path="/a"), "MachineFault"),
        (Canceled(), "Canceled"),
        (ExpectedError("image-broken"), "UsersWorld"),
        (InternalError(ValueError("no")), "Bug"),
    ],
)
def test_a_reason_comes_back_as_what_it_was(reason: EaselError, kind: str) -> None:
    stored = pack_reason(reason)
    assert stored is not None
    assert json.loads(stored)["kind"] == kind
    back = read_back(stored)
    assert (type(back), back.code, back.data, back.exit_code) == (  # type: ignore[union-attr]
        type(reason),
        reason.code,
        reason.data,
        reason.exit_code,
    )


def test_a_reason_below_a_stored_class_is_stored_as_that_class() -> None:
    stored = pack_reason(UnusableFile("file-missing", path="/a"))
    assert type(read_back(stored)) is BadRequest


def test_a_class_of_a_newer_easel_is_an_expected_error() -> None:
    back = read_back(json.dumps({"kind": "OfTomorrow", "code": "disk-full", "data": {"path": "/a"}}))
    assert type(back) is ExpectedError
    assert read_back(json.dumps({"kind": 7})).code == "reason-newer"  # type: ignore[union-attr]
