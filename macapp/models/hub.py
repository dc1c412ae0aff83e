"""Download models from the Hugging Face hub into its shared cache: only the files that are needed.

Only this module and `macapp.system.updates` open connections, and only when the user starts it. It runs in a process of
its own (`macapp models download`): huggingface_hub decides at its import whether it may go online, and everywhere else
in Easel it may not. An interrupted download continues at the next attempt.
"""

import errno
import fnmatch
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models.blobs import git_sha1_of, sha256_of
from macapp.models.catalog import load_catalog
from macapp.system import storage

ONLINE = {
    "HF_HUB_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",  # plain range requests: they resume, and every proxy supports them
    "HF_HUB_DISABLE_PROGRESS_BARS": "0",
    "HF_HUB_ETAG_TIMEOUT": "30",
    "HF_HUB_VERBOSITY": "error",
}
REPOSITORY = re.compile(r"[A-Za-z0-9][\w.\-]{0,95}/[A-Za-z0-9][\w.\-]{0,95}")
REVISION = re.compile(r"[A-Za-z0-9][\w.\-]{0,99}")
DISK_RESERVE = 2**28  # bytes that stay free on the disk
PART_SUFFIX = ".easel-part"  # the suffix of a partly downloaded file
MIN_LINKED_BYTES = 2**16  # bytes; searching for a smaller file costs more than its download
CHUNK_BYTES = 2**18  # bytes per write: the most that is lost when a connection breaks
TEXTS = ("*.json", "*.txt", "*.model")
EXCLUDED_PATTERNS = (
    "safety_checker/*",
    "feature_extractor/*",
    "image_encoder/*",
    "*/flax*",
    "*/openvino*",
    "*.msgpack",
    "*.onnx",
)

OnProgress = Callable[[int, int], None]
"""Called with the bytes done and in all. An exception stops the download, and the next one continues from there."""


@dataclass(frozen=True)
class DownloadSpec:
    """What to download: a repository of the hub at a revision. Raises `BadRequest` for invalid names."""

    repository: str
    revision: str = "main"
    files: tuple[str, ...] = ()
    """patterns of the files to download; empty: the files that `select_files` chooses"""
    sha256: str = ""
    """the digest of its single weight file, which overrides that of the hub; empty: as the hub states"""

    def __post_init__(self) -> None:
        if not REPOSITORY.fullmatch(self.repository) or ".." in self.repository:
            raise BadRequest("repository-wrong", value=ascii(self.repository)[:80])
        if not REVISION.fullmatch(self.revision) or ".." in self.revision:
            raise BadRequest("revision-wrong", value=ascii(self.revision)[:80])

    @classmethod
    def read(cls, text: str) -> "DownloadSpec":
        """Parse the id of a catalogue model, `owner/name` or `owner/name@revision`."""
        entry = load_catalog().get(text)
        if entry is not None and entry.repository:
            return cls(entry.repository, entry.revision, entry.files, entry.sha256)
        repository, sign, revision = text.partition("@")
        return cls(repository, revision) if sign else cls(repository)


@dataclass(frozen=True)
class RepoFile:
    """One file of a repository."""

    name: str
    size: int
    sha256: str | None = None
    """the digest of its bytes from the hub; None for small files"""
    blob: str | None = None
    """the Git blob id of a small file: the SHA-1 of its length and its bytes"""

    def is_whole(self, file: Path) -> bool:
        """Return whether a file has exactly the bytes that the hub lists; reads the whole file."""
        if file.stat().st_size != self.size:
            return False
        if self.sha256 is not None:
            return sha256_of(file) == self.sha256
        return self.blob is None or git_sha1_of(file) == self.blob


@dataclass(frozen=True)
class RepoListing:
    """The needed files of a repository."""

    wanted: DownloadSpec
    commit: str
    pieces: tuple[RepoFile, ...]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(piece.size for piece in self.pieces)


def select_files(names: Iterable[str], patterns: Collection[str] = ()) -> list[str]:
    """Return the files of a repository that a model needs: configurations, and weights as safetensors.

    Half precision is preferred. If a repository has the model both as a single file and in folders, only the folders
    count. `patterns` restrict the choice, if there are any.
    """
    if patterns:
        names = [name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
    names = [name for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in EXCLUDED_PATTERNS)]
    texts = [name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in TEXTS)]
    weights = [name for name in names if name.endswith(".safetensors") and ".non_ema" not in name]
    if "model_index.json" in names:
        weights = [name for name in weights if "/" in name]
        texts = [name for name in texts if "/" in name or name == "model_index.json"]
    folders = {name.rpartition("/")[0] for name in weights}
    chosen = []
    for folder in sorted(folders):
        inside = [name for name in weights if name.rpartition("/")[0] == folder]
        half = [name for name in inside if ".fp16" in name]
        chosen += half or inside
    halved = any(".fp16" in name for name in chosen)
    unused = {name for name in texts if ".index." in name and (".fp16" in name) != halved}
    return sorted({*texts, *chosen} - unused)


def list_repository(wanted: DownloadSpec, token: str | None = None) -> RepoListing:
    """Return the needed files of a repository from the hub; raises `BadRequest` or `MachineError`."""
    with _online() as hub:
        try:
            info = hub.HfApi(token=token or False).model_info(
                wanted.repository, revision=wanted.revision, files_metadata=True, timeout=30
            )
        except Exception as exception:
            raise translate_error(exception, wanted) from exception
    known = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    pieces = []
    for name in select_files(known, wanted.files):
        sibling = known[name]
        sha256 = None if sibling.lfs is None else sibling.lfs.sha256
        if wanted.sha256 and name.endswith(".safetensors") and sha256 != wanted.sha256:
            raise MachineError("hub-other-bytes", name=name, repository=wanted.repository)
        pieces.append(RepoFile(name, int(sibling.size or 0), sha256, sibling.blob_id))
    if not any(piece.name.endswith(".safetensors") for piece in pieces):
        raise BadRequest("repository-without-weights", repository=wanted.repository)
    return RepoListing(wanted, info.sha or wanted.revision, tuple(pieces))


def download(
    found: RepoListing,
    on_progress: OnProgress,
    token: str | None = None,
    cache: Path | None = None,
    others: Iterable[Path] = (),
) -> Path:
    """Download missing files, check every byte, and return the folder; raises as `list_repository` does.

    Files in the cache are checked too, and downloaded again if they are damaged. A file that is already on this disk,
    in another repository of the cache or among `others` (files of other programs), is linked from there: it takes no
    more space and is not downloaded.
    """
    with _online() as hub:
        folder = Path(cache or hub.constants.HF_HUB_CACHE)
        _discard_damaged(found, folder, lambda: on_progress(0, found.size))
        _link_existing(found, folder, others)
        cached = {piece.name: _cached_file(hub, found, piece, folder) for piece in found.pieces}
        missing = sum(piece.size for piece in found.pieces if cached[piece.name] is None)
        _check_disk(folder, missing)
        done = found.size - missing
        on_progress(done, found.size)
        last = ""
        transfer = _Transfer(hub, found, folder, token)
        for piece in found.pieces:
            path = cached[piece.name]
            if path is None:
                path = transfer.download(piece, lambda now, base=done: on_progress(base + now, found.size))
                done += piece.size
                on_progress(done, found.size)
            last = str(path)[: -len(piece.name)] if path.endswith(piece.name) else last
    if missing:
        storage.exclude_from_backups(Path(last).parents[1])  # the whole repository, because it can be downloaded again
    return Path(last)


def translate_error(exception: Exception, wanted: DownloadSpec) -> EaselError:
    """Return the error for an exception of the hub or the network."""
    if isinstance(exception, EaselError):
        return exception
    status = getattr(getattr(exception, "response", None), "status_code", None)
    kind = type(exception).__name__
    codes = {401: "hub-401", 403: "hub-403", 404: "hub-404", 429: "hub-429"}
    if kind == "GatedRepoError":
        return MachineError("hub-403", repository=wanted.repository)
    if kind == "RevisionNotFoundError":
        return BadRequest("hub-revision", repository=wanted.repository, value=wanted.revision)
    if status in codes:
        return MachineError(codes[status], repository=wanted.repository)
    if status is not None and status >= 500:
        return MachineError("hub-500", status=status)
    if isinstance(exception, ValueError) or kind in ("JSONDecodeError", "FileMetadataError"):
        return MachineError("hub-portal")
    return _translate_local_error(exception, wanted)


def _translate_local_error(exception: Exception, wanted: DownloadSpec) -> MachineError:
    """Return the error for an exception of the disk or the connection."""
    if isinstance(exception, OSError) and exception.errno == errno.ENOSPC:
        return MachineError("disk-full")
    causes = [str(cause) for cause in _causes(exception)]
    if any(word in cause for cause in causes for word in ("CERTIFICATE_VERIFY", "SSL")):
        return MachineError("hub-certificate")
    if any(word in cause for cause in causes for word in ("getaddrinfo", "Name or service", "nodename nor")):
        return MachineError("hub-name")
    if any(words in str(exception).lower() for words in ("consistency", "incomplete", "closed connection")):
        return MachineError("download-cut", name=wanted.repository)
    return MachineError("hub-unreachable")


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


@dataclass(frozen=True)
class _Transfer:
    """Downloads the files of one repository into the shared cache."""

    hub: Any
    found: RepoListing
    folder: Path
    token: str | None

    def download(self, piece: RepoFile, on_bytes: Callable[[int], None]) -> str:
        """Download and check one file, and return its path; raises as `list_repository` does."""
        try:
            if piece.sha256 is not None:
                return str(self._download_large(piece, on_bytes))
            path = self.hub.hf_hub_download(
                self.found.wanted.repository,
                piece.name,
                revision=self.found.commit,
                cache_dir=self.folder,
                token=self.token or False,
            )
        except (EaselError, KeyboardInterrupt):
            raise
        except Exception as exception:
            raise translate_error(exception, self.found.wanted) from exception
        blob = Path(path).resolve()
        if not piece.is_whole(blob):
            blob.unlink()
            Path(path).unlink(missing_ok=True)
            raise MachineError("download-wrong-bytes", name=piece.name)
        return path

    def _download_large(self, piece: RepoFile, on_bytes: Callable[[int], None]) -> Path:
        """Download a large file, continuing where an earlier process stopped.

        huggingface_hub 2 keeps no part of a file when its process ends, so the part is stored here, under a name with
        its digest. Requests, retries and errors are still those of the library.
        """
        repository = _repository_in(self.folder, self.found.wanted.repository)
        blob = repository / "blobs" / str(piece.sha256)
        part = blob.with_name(f"{blob.name}{PART_SUFFIX}")
        if not blob.exists():
            part.parent.mkdir(parents=True, exist_ok=True)
            self._append_to(part, piece, on_bytes)
            if not piece.is_whole(part):
                part.unlink()
                raise MachineError("download-wrong-bytes", name=piece.name)
            part.replace(blob)
        return _link_into_snapshot(repository, self.found.commit, piece.name, blob)

    def _append_to(self, part: Path, piece: RepoFile, on_bytes: Callable[[int], None]) -> None:
        """Download the missing bytes of a partly downloaded file."""
        with part.open("ab") as stream:
            if stream.tell() > piece.size:  # not a part of this file
                stream.truncate(0)
            on_bytes(stream.tell())
            self.hub.file_download.http_get(
                self.hub.hf_hub_url(self.found.wanted.repository, piece.name, revision=self.found.commit),
                stream,
                resume_size=stream.tell(),
                headers=self.hub.utils.build_hf_headers(token=self.token or False),
                expected_size=piece.size,
                _tqdm_bar=_ByteCounter(stream.tell(), on_bytes),  # its `tqdm_class` exists only from version 1 on
            )


def _link_into_snapshot(repository: Path, commit: str, name: str, blob: Path) -> Path:
    """Link bytes of the cache into a snapshot, as huggingface_hub does."""
    place = repository / "snapshots" / commit / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(os.path.relpath(blob, place.parent))
    return place


def _repository_in(cache: Path, repository: str) -> Path:
    return cache / f"models--{repository.replace('/', '--')}"


def _discard_damaged(found: RepoListing, cache: Path, on_piece: Callable[[], None]) -> None:
    """Delete damaged files of the cache; `on_piece` may raise to stop.

    A file outside the repository belongs to another program: only the link to it is deleted.
    """
    repository = _repository_in(cache, found.wanted.repository)
    for piece in found.pieces:
        on_piece()
        named = repository / "snapshots" / found.commit / piece.name
        for path in (named, repository / "blobs" / (piece.sha256 or piece.blob or piece.name)):
            if not path.is_file() or piece.is_whole(path):
                continue
            blob = storage.resolved(path)
            path.unlink()
            if blob.is_relative_to(storage.resolved(repository)):
                blob.unlink(missing_ok=True)


def _link_existing(found: RepoListing, cache: Path, others: Iterable[Path]) -> None:
    """Hard-link large files that are elsewhere on this disk into the cache, identified by their SHA-256.

    A hard link is another name for the same bytes, and stays valid when the other program deletes its own. Other
    volumes cannot be linked: such a file is downloaded.
    """
    repository = _repository_in(cache, found.wanted.repository)
    by_size: dict[int, list[Path]] = {}
    for file in others:
        with suppress(OSError):
            by_size.setdefault(file.stat().st_size, []).append(file)
    for piece in found.pieces:
        blob, place = repository / "blobs" / str(piece.sha256), repository / "snapshots" / found.commit / piece.name
        if piece.sha256 is None or piece.size < MIN_LINKED_BYTES or place.exists():
            continue
        if not blob.exists():
            near = [file for file in cache.glob(f"models--*/blobs/{piece.sha256}") if file != blob]
            same = next((file for file in (*near, *by_size.get(piece.size, ())) if piece.is_whole(file)), None)
            if same is None:
                continue
            blob.parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                os.link(same.resolve(), blob)
        if blob.exists():
            _link_into_snapshot(repository, found.commit, piece.name, blob)


def delete_partial(repository: str, cache: Path, whole: bool) -> None:
    """Delete the parts of an abandoned download; the whole repository if `whole`."""
    folder = _repository_in(cache, repository)
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
    for part in folder.glob(f"blobs/*{PART_SUFFIX}"):
        part.unlink(missing_ok=True)


def _cached_file(hub: Any, found: RepoListing, piece: RepoFile, folder: Path) -> str | None:
    """Return the path of a file in the shared cache if it has its full length; None if it does not."""
    path = hub.try_to_load_from_cache(found.wanted.repository, piece.name, cache_dir=folder, revision=found.commit)
    whole = isinstance(path, str) and Path(path).exists() and Path(path).stat().st_size == piece.size
    return path if whole and isinstance(path, str) else None


def _check_disk(folder: Path, missing: int) -> None:
    near = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(near).free
    if missing + DISK_RESERVE > free:
        raise MachineError("disk-nearly-full", free=free, needed=missing + DISK_RESERVE)


class _ByteCounter:
    """What huggingface_hub uses as a progress bar: it reports how many bytes of a file are here."""

    def __init__(self, count: int, on_bytes: Callable[[int], None]) -> None:
        self._count, self._on_bytes = count, on_bytes

    def update(self, more: float) -> None:
        self._count += int(more)
        self._on_bytes(self._count)


class _online:  # noqa: N801  (reads like a function: `with _online() as hub`)
    """Import huggingface_hub with network access; raise `MachineError` if it was imported without."""

    def __enter__(self) -> Any:
        os.environ.update(ONLINE)
        import huggingface_hub
        import huggingface_hub.constants
        import huggingface_hub.file_download

        huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE = CHUNK_BYTES
        if huggingface_hub.constants.HF_HUB_OFFLINE:
            raise MachineError("hub-offline")
        return huggingface_hub

    def __exit__(self, *_exception: object) -> None:
        """Change nothing, because the process ends with the download."""
