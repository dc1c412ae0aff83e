"""The command in the Services menu of other programs, with a simulated AppKit."""

import sys

import pytest

from bundle import plist
from macapp.system import services
from macapp.system.services import offer_service
from tests.support.mac_frameworks import Mac


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Mac:
    made = Mac()
    made.install(monkeypatch, services)
    return made


def test_the_method_that_the_bundle_announces_gets_the_selected_text(mac: Mac) -> None:
    texts: list[str] = []
    assert offer_service(texts.append) is mac.service
    [entry] = plist.info()["NSServices"]
    mac.call_service(entry["NSMessage"], "a red heart")
    assert texts == ["a red heart"]
    assert mac.is_active, "the program comes to the front"


@pytest.mark.parametrize("selected", [None, ""])
def test_a_selection_without_text_is_ignored(mac: Mac, selected: str | None) -> None:
    texts: list[str] = []
    offer_service(texts.append)
    mac.call_service(services.MESSAGE, selected)
    assert texts == []
    assert not mac.is_active


def test_a_failure_does_not_reach_the_other_program(mac: Mac, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_text: str) -> None:
        raise RuntimeError

    offer_service(fail)
    mac.call_service(services.MESSAGE, "a red heart")
    assert "the selected text is not used" in caplog.text


def test_without_appkit_it_is_logged_and_nothing_fails(
    mac: Mac, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "AppKit", None)
    assert offer_service(list) is None
    assert "the Services menu has no use" in caplog.text


def test_elsewhere_no_service_is_offered(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ON_A_MAC", False)
    assert offer_service(list) is None
    assert mac.service is None
