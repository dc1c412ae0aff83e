"""The check for a newer Easel: one request to a test server, only with consent."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from macapp import __version__
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.system import updates
from macapp.system.updates import Release, fetch_latest_release, version_tuple
from tests.support.fake_engine import ScriptedEngine


@contextmanager
def serving(answer: Callable[[str], bytes], status: int = 200, to: str = "") -> Iterator[tuple[str, list[dict]]]:
    """Serve one page on the loopback address; yield its URL and the headers of requests."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({"path": self.path, **dict(self.headers)})
            self.send_response(302 if to and self.path == "/latest.json" else status)
            if to:
                self.send_header("Location", to)
            self.end_headers()
            self.wfile.write(answer(f"http://127.0.0.1:{server.server_port}"))

        def log_message(self, format: str, *_given: object) -> None:  # noqa: A002  (its name there)
            """Log nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/latest.json", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def telling(version: str) -> Callable[[str], bytes]:
    return lambda host: json.dumps({"version": version, "page": f"{host}/releases"}).encode()


@pytest.mark.parametrize(
    ("version", "newer"), [("99.0", True), ("0.1.1", True), ("0.10.0", True), (__version__, False), ("0.0.9", False)]
)
def test_versions_are_compared_by_their_numbers(version: str, newer: bool) -> None:
    assert Release(version, "").is_newer is newer
    assert version_tuple("0.10") == version_tuple("0.10.0") > version_tuple("0.9.9")


def test_one_request_says_nothing_about_anyone() -> None:
    with serving(telling("99.0.0")) as (address, asked):
        release = fetch_latest_release(address)
    assert release.version == "99.0.0"
    [request] = asked
    assert request["User-Agent"] == "Easel"
    assert set(request) <= {"path", "User-Agent", "Host", "Accept-Encoding", "Connection"}


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (b"<html>sign in</html>", 200, "updates-unreadable"),
        (b"{}", 200, "updates-unreadable"),
        (b"[]", 200, "updates-unreadable"),
        (b'{"version": 3, "page": "http://x"}', 200, "updates-unreadable"),
        (b'{"version": "9.9.9", "page": "https://elsewhere.test/x"}', 200, "updates-unreadable"),
        (b'{"version": "new", "page": "x"}', 200, "updates-unreadable"),
        (b'{"version": "9.9.9", "page": "' + b"x" * 70_000 + b'"}', 200, "updates-unreadable"),
        (b"gone", 404, "updates-unreadable"),
        (b"broken", 500, "updates-unreadable"),
    ],
)
def test_what_is_no_answer_is_a_sentence(answer: bytes, status: int, code: str) -> None:
    with serving(lambda _host: answer, status) as (address, _asked), pytest.raises(MachineError, match=code) as caught:
        fetch_latest_release(address)
    assert message_for(caught.value).endswith(".")


def test_it_is_led_nowhere_else() -> None:
    with (
        serving(telling("99.0.0")) as (elsewhere, _),
        serving(telling("99.0.0"), to=elsewhere) as (address, _asked),
        pytest.raises(MachineError, match="updates-unreadable"),
    ):
        fetch_latest_release(address)


def test_nobody_there_is_a_sentence() -> None:
    with serving(telling("1.0")) as (address, _asked):
        pass
    with pytest.raises(MachineError, match="updates-unreachable"):
        fetch_latest_release(address)


def test_the_menu_asks_first_and_then_offers_the_page(start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    window = start(ScriptedEngine()).window

    def choose(text: str) -> None:
        window.updates.check()
        [question] = window.findChildren(QMessageBox)
        next(each for each in question.buttons() if text in each.text()).click()
        qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))

    with serving(telling("99.0.0")) as (address, asked):
        monkeypatch.setattr(updates, "RELEASE_URL", address)
        choose("Cancel")
        window.background.wait()
        assert asked == []
        choose("Check")
        qtbot.waitUntil(lambda: "99.0.0" in window.banner.text)
        window.banner.button.click()
        assert shown == [QUrl(address.replace("latest.json", "releases"))]
        assert len(asked) == 1
    with serving(telling(__version__)) as (address, _asked):
        monkeypatch.setattr(updates, "RELEASE_URL", address)
        choose("Check")
        qtbot.waitUntil(lambda: "is the latest version" in window.banner.text)


def test_without_a_page_nothing_is_asked() -> None:
    with pytest.raises(MachineError, match="updates-nowhere"):
        updates.fetch_latest_release("")
