"""The step that audits the finished bundle."""

from pathlib import Path

import pytest

from bundle.audit_step import audit_app
from bundle.build_step import Refused, Skipped
from tests.packaging.test_audit import bundle, header


def test_findings_fail_the_step(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Contents/MacOS/Easel: is not signed"):
        audit_app(bundle(tmp_path, header(signed=False), {}))


def test_a_bundle_without_findings_passes(tmp_path: Path) -> None:
    assert audit_app(bundle(tmp_path, header(), {})) == "nothing found"


def test_without_a_bundle_the_step_is_skipped(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match=r"There is no Easel\.app"):
        audit_app(tmp_path / "Easel.app")
