"""A failure of a framework of macOS is logged and stays without effect."""

import pytest

from macapp.system.appkit import log_failures


def test_a_failure_is_logged_with_what_the_user_misses(caplog: pytest.LogCaptureFixture) -> None:
    with log_failures("the Dock shows nothing"):
        raise AttributeError("a class that this macOS lacks")
    [record] = caplog.records
    assert record.getMessage() == "the Dock shows nothing"
    assert record.exc_info is not None


def test_an_interrupt_is_not_caught() -> None:
    with pytest.raises(KeyboardInterrupt), log_failures("nothing"):
        raise KeyboardInterrupt
