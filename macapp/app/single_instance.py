"""One window for each library: a second start raises the first window and sends it the files. On the main thread.

The operating system releases the lock with the process, however that ends. The socket is local to this user. It accepts
only the message "raise" with paths of files, and closes the connection for any other message.
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
MAX_MESSAGE_BYTES = 1_000_000
MAX_FILES = 10_000
_ANSWER = b"raised\n"


class SingleInstance(QObject):
    """Holds the lock of the window of a library, or knows that another process holds it."""

    activation_requested = Signal(list)
    """Easel was started again with these files"""

    def __init__(self, places: LibraryPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(places.index).encode("utf-8", "surrogatepass")).hexdigest()
        self.server_name = f"easel-{digest[:24]}"
        self._lock = -1
        self.is_first = self._acquire_lock(places)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept_connections)
        if self.is_first:
            QLocalServer.removeServer(self.server_name)  # left by a killed process: this one holds the lock
            self._server.listen(self.server_name)

    def _acquire_lock(self, places: LibraryPaths) -> bool:
        """Take the lock and return whether this process holds it; True if there can be no lock (a read-only folder)."""
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
        """Ask the first window to come to the front and open files; raises `MachineError` if it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self.server_name)
        if not socket.waitForConnected(ANSWER_MILLISECONDS):
            raise MachineError("window-silent")
        socket.write(json.dumps({"raise": [str(path.absolute()) for path in paths]}).encode() + b"\n")
        socket.flush()
        has_answered = socket.waitForReadyRead(ANSWER_MILLISECONDS) and socket.readLine().data() == _ANSWER
        socket.abort()
        if not has_answered:
            raise MachineError("window-silent")

    def close(self) -> None:
        """Release the lock, so that the next start is the first one."""
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
    def _accept_connections(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(MAX_MESSAGE_BYTES)
            socket.readyRead.connect(self._read_message)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _read_message(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() >= MAX_MESSAGE_BYTES:
                socket.abort()
            return
        paths = _parse_message(bytes(socket.readLine().data()))
        if paths is None:
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        self.activation_requested.emit(paths)


def _parse_message(line: bytes) -> list[Path] | None:
    """Return the files of a "raise" message, or None if the line is anything else."""
    try:
        message = json.loads(line)
        paths = message["raise"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not isinstance(paths, list) or set(message) != {"raise"} or len(paths) > MAX_FILES:
        return None
    return [Path(path) for path in paths] if all(isinstance(path, str) for path in paths) else None
