"""Which tests `make check` runs: those of what changed, and those that import it."""

from pathlib import Path

import pytest

from tests.affected import ROOT, nearest_tests


@pytest.mark.parametrize(
    ("changed", "near", "far"),
    [
        ("macapp/prompt/tokens.py", "tests/prompt/test_tokens.py", "tests/test_awake.py"),
        ("macapp/awake.py", "tests/test_awake.py", "tests/prompt/test_tokens.py"),
        ("macapp/library/queue.py", "tests/library/test_queue.py", "tests/engine/test_tiny.py"),
        ("tests/hub.py", "tests/checkpoints/test_downloads.py", "tests/test_awake.py"),
        ("tests/test_awake.py", "tests/test_awake.py", "tests/prompt/test_tokens.py"),
        ("packaging/bundle/sums.py", "tests/packaging/test_steps.py", "tests/test_awake.py"),
        ("Makefile", "tests/packaging/test_system.py", "tests/test_awake.py"),
    ],
)
def test_the_nearest_nearest_tests_a_file(changed: str, near: str, far: str) -> None:
    found = nearest_tests([changed])
    assert any(near == each or near.startswith(f"{each}/") for each in found)
    assert far not in found


def test_what_is_gone_or_not_ours_has_none() -> None:
    assert nearest_tests(["macapp/never_was.py", "README.md"]) == []


def test_all_that_is_found_is_there() -> None:
    found = nearest_tests([str(each.relative_to(ROOT)) for each in (ROOT / "macapp").rglob("*.py")])
    assert len(found) > 50
    assert all(Path(ROOT / each).exists() for each in found)
