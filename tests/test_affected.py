"""Which tests `make check` runs: those of what changed, and those that import it."""

from pathlib import Path

import pytest

from tests.affected import ROOT, nearest_tests


@pytest.mark.parametrize(
    ("changed", "near", "far"),
    [
        ("macapp/prompt/tokens.py", "tests/prompt/test_tokens.py", "tests/system/test_power.py"),
        ("macapp/system/power.py", "tests/system/test_power.py", "tests/prompt/test_tokens.py"),
        ("macapp/library/queue.py", "tests/library/test_queue.py", "tests/engine/generation/test_tiny_vae.py"),
        ("tests/support/fake_hub.py", "tests/models/test_hub.py", "tests/system/test_power.py"),
        ("tests/system/test_power.py", "tests/system/test_power.py", "tests/prompt/test_tokens.py"),
        ("packaging/bundle/checksums.py", "tests/packaging/bundle/test_checksums.py", "tests/system/test_power.py"),
        ("Makefile", "tests/packaging/test_system.py", "tests/system/test_power.py"),
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
