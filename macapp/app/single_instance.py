"""One window for each library: a second start raises the first and hands over its files. The main thread.

The lock is the operating system's and goes with the process, however that dies. The socket is a local one of this user;
it takes nothing but "raise" with paths of files, and whatever else comes is dropped.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from macapp.errors import MachineError
from macapp.system.paths import LibraryPaths

ANSWER_MILLISECONDS = 3000
MOST_BYTES = 1_000_000
MOST_FILES = 10_000
_ANSWER = b"raised\n"


class SingleInstance(QObject):
    """The one window of a library, or the knowledge that another has it."""

    activation_requested = Signal(list)
    """somebody started Easel again, with these files"""

    def __init__(self, places: LibraryPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"easel-{hashlib.sha256(str(places.index).encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
        self._lock = -1
        self.is_first = self._locked(places)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if self.is_first:
            QLocalServer.removeServer(self._name)  # of one that was killed: we hold the lock
            self._server.listen(self._name)

    def _locked(self, places: LibraryPaths) -> bool:
        """Take the lock; where there can be none, as in a folder that can only be read, any number may look."""
        try:
            places.index.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(places.window_lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def send_files(self, paths: Sequence[Path]) -> None:
        """Let the first window come to the front with these files; raises `MachineError` if it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MILLISECONDS):
            raise MachineError("window-silent")
        socket.write(json.dumps({"raise": [str(each.absolute()) for each in paths]}).encode() + b"\n")
        socket.flush()
        answered = socket.waitForReadyRead(ANSWER_MILLISECONDS) and socket.readLine().data() == _ANSWER
        socket.abort()
        if not answered:
            raise MachineError("window-silent")

    def close(self) -> None:
        """Let the next start be the first."""
        self._server.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> "SingleInstance":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @Slot()
    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(MOST_BYTES)
            socket.readyRead.connect(self._told)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _told(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() >= MOST_BYTES:
                socket.abort()
            return
        paths = _paths_in(bytes(socket.readLine().data()))
        if paths is None:
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        self.activation_requested.emit(paths)


def _paths_in(line: bytes) -> list[Path] | None:
    """Return the files that a line names, or None if it is not what a second start says."""
    try:
        told = json.loads(line)
        paths = told["raise"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not isinstance(paths, list) or set(told) != {"raise"} or len(paths) > MOST_FILES:
        return None
    return [Path(each) for each in paths] if all(isinstance(each, str) for each in paths) else None
