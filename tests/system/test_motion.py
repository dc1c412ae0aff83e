"""Reduce Motion of macOS, with a simulated AppKit."""

import sys

import pytest

from macapp.system import motion
from macapp.system.motion import is_motion_reduced
from tests.support.mac_frameworks import Mac


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Mac:
    made = Mac()
    made.install(monkeypatch, motion)
    return made


def test_the_choice_of_the_user_is_asked_each_time(mac: Mac) -> None:
    assert not is_motion_reduced()
    mac.reduces_motion = True
    assert is_motion_reduced()


def test_without_appkit_there_is_motion_and_the_log_says_why(
    mac: Mac, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mac.reduces_motion = True
    monkeypatch.setitem(sys.modules, "AppKit", None)
    assert not is_motion_reduced()
    assert motion.CONSEQUENCE in caplog.text


def test_elsewhere_nothing_is_asked(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    mac.reduces_motion = True
    monkeypatch.setattr(motion, "ON_A_MAC", False)
    assert not is_motion_reduced()
