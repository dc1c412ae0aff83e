"""A small hub on the loopback address: listings, redirects, ETags, ranges, and faults on demand.

The real huggingface_hub uses it through its endpoint setting.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlparse

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """The answers of the server, and the requests that it received."""

    files: dict[str, bytes]
    repository: str = "someone/model"
    commit: str = COMMIT
    token: str | None = None
    """the token without which the repository is gated"""
    status: int = 200
    """status of every answer, if not 200"""
    portal: bool = False
    """whether every answer is a web page"""
    cut_after: int | None = None
    """bytes of a large file after which the connection is cut, for each request"""
    cuts: int = 1_000_000
    """number of connections to cut"""
    ignores_ranges: bool = False
    lies: bool = False
    """whether it sends other bytes than listed"""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """paths of requested files, each with its range"""
    endpoint: str = ""


@contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    """Serve the files of a folder as one repository, inside the block."""
    found = {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}
    hub = Hub(found)

    class Handler(_Handler):
        pass

    Handler.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    hub.endpoint = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""

    def _answer(self, body: bool) -> None:
        hub, path = self.hub, unquote(urlparse(self.path).path)
        if hub.portal:
            self._send(200, b"<!DOCTYPE html><html>Sign in to this network</html>", body, kind="text/html")
        elif hub.token is not None and self.headers.get("Authorization") != f"Bearer {hub.token}":
            self._send(403 if self.headers.get("Authorization") else 401, b"{}", body, {"X-Error-Code": "GatedRepo"})
        elif hub.status != 200:
            code = {403: "GatedRepo", 404: "RepoNotFound"}.get(hub.status, "")
            self._send(hub.status, b"{}", body, {"X-Error-Code": code} if code else {})
        elif path.startswith(f"/api/models/{hub.repository}"):
            self._list(path, body)
        elif path.startswith(f"/{hub.repository}/resolve/"):
            self._file(path.split("/resolve/", 1)[1].split("/", 1)[1], body)
        else:
            self._send(404, b"{}", body, {"X-Error-Code": "RepoNotFound"})

    def _list(self, path: str, body: bool) -> None:
        revision = path.partition("/revision/")[2]
        if revision not in ("", "main", self.hub.commit):
            self._send(404, b"{}", body, {"X-Error-Code": "RevisionNotFound"})
            return
        siblings = [{"rfilename": name, **_described(name, content)} for name, content in self.hub.files.items()]
        listed = {
            "id": self.hub.repository,
            "modelId": self.hub.repository,
            "sha": self.hub.commit,
            "siblings": siblings,
        }
        self._send(200, json.dumps({**listed, "private": False, "tags": [], "downloads": 0}).encode(), body)

    def _file(self, name: str, body: bool) -> None:
        hub, content = self.hub, self.hub.files.get(name)
        if content is None:
            self._send(404, b"", body, {"X-Error-Code": "EntryNotFound"})
            return
        headers = {"ETag": f'"{_etag(name, content)}"', "X-Repo-Commit": hub.commit, "X-Linked-Size": str(len(content))}
        headers["Accept-Ranges"] = "bytes"
        asked = self.headers.get("Range")
        if body:
            hub.asked.append((name, asked))
        sent, status = content if not hub.lies else bytes(len(content)), 200
        if asked and asked != "bytes=0-" and not hub.ignores_ranges:
            start = int(asked.removeprefix("bytes=").partition("-")[0])
            status, sent = 206, sent[start:]
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._send(status, sent, body, headers, cut=hub.cut_after if name.endswith(".safetensors") else None)

    def _send(
        self,
        status: int,
        content: bytes,
        body: bool,
        headers: dict[str, str] | None = None,
        kind: str = "application/json",
        cut: int | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if not body:
            return
        if cut is not None and cut < len(content) and self.hub.cuts > 0:
            self.hub.cuts -= 1
            self.wfile.write(content[:cut])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
        else:
            self.wfile.write(content)


def _described(name: str, content: bytes) -> dict[str, object]:
    described: dict[str, object] = {"size": len(content), "blobId": _blob(content)}
    if name.endswith((".safetensors", ".bin")):
        described["lfs"] = {"sha256": _etag(name, content), "size": len(content), "pointerSize": 134}
    return described


def _blob(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()


def _etag(name: str, content: bytes) -> str:
    large = name.endswith((".safetensors", ".bin"))
    return hashlib.sha256(content).hexdigest() if large else _blob(content)
