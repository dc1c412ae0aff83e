"""Nothing in Easel opens a connection by itself: the kernel counts, so it does not matter which library would.

In a network namespace without any network, whatever is sent anywhere, or asked of a name server, finds no route, and
Linux counts that (for IPv4, by which names are asked for too). Sockets of Python, Qt and Rust are all the same to it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

COUNTED = """
counts=$1
shift
"$@"
code=$?
cat /proc/net/snmp >"$counts"
exit $code
"""
"""For a shell: runs a command, then writes what the kernel counted into a file."""


def alone() -> list[str] | None:
    """Return what gives a command a network of its own that has nothing; None where that is not allowed."""
    for each in (["unshare", "-n"], ["unshare", "-rn"]):
        try:
            if subprocess.run([*each, "true"], capture_output=True).returncode == 0:
                return each
        except OSError:
            pass
    return None


pytestmark = pytest.mark.skipif(alone() is None, reason="no network namespaces here: on a Mac, or not allowed")


def sent(tmp_path: Path, *command: str) -> int:
    """Return how often a command tried to send something into the network."""
    counts, home = tmp_path / "counts", tmp_path / "home"
    home.mkdir()
    environment = {name: each for name, each in os.environ.items() if not name.startswith(("HF_", "XDG_"))}
    ran = subprocess.run(
        [*(alone() or ()), "sh", "-c", COUNTED, "sh", str(counts), *command],
        env={**environment, "HOME": str(home), "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    names, values = re.findall(r"^Ip: (.*)$", counts.read_text(), re.MULTILINE)
    return int(dict(zip(names.split(), values.split(), strict=True))["OutNoRoutes"])


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "import socket; socket.create_connection(('192.0.2.1', 443), 5)",
        "import socket; socket.getaddrinfo('example.com', 443)",
        "from PySide6.QtNetwork import QTcpSocket; s = QTcpSocket(); s.connectToHost('192.0.2.1', 9); s.flush()",
    ],
)
def test_what_is_tried_is_counted(code: str, tmp_path: Path) -> None:
    tried = f"import contextlib\nwith contextlib.suppress(OSError):\n    {code}"
    assert sent(tmp_path, sys.executable, "-c", tried) > 0


def test_from_its_window_to_its_first_picture_nothing_is_sent(tmp_path: Path) -> None:
    assert sent(tmp_path, sys.executable, "-m", "macapp", "--smoke", "--device", "cpu") == 0


LOOK_AROUND = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from macapp.app import application
from macapp.app.application import Application, ApplicationController
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import ScriptedEngine

application = Application(sys.argv[:1])
easel = ApplicationController(LibraryPaths.at(Path(sys.argv[1])), ScriptedEngine)
window = easel.window
window.show()
easel.start_background_work()
window.sides.show_models()
window.sides.models.pages.setCurrentIndex(1)
window.sides.models.available.select("sd-1.5")
window.sides.show_machine()
window.updates.check()
QTimer.singleShot(2500, application.quit)
application.exec()
easel.close()
"""
"""Every window that speaks of what could be fetched, looked at; nothing agreed to."""


def test_looking_at_what_could_be_fetched_sends_nothing(tmp_path: Path) -> None:
    assert sent(tmp_path, sys.executable, "-c", LOOK_AROUND, str(tmp_path / "library")) == 0
