"""What every test has: an offscreen Qt, no network, a library of its own, tiny models."""

import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Each process of the tests, and each that it starts, would compile the whole program.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Each process of the tests has a home of its own: what this user and this machine have is none of theirs.
HOME = Path(tempfile.mkdtemp(prefix="easel-tests-"))
for name in [each for each in os.environ if each.startswith("XDG_")]:
    del os.environ[name]
for name, folder in (("HOME", "home"), ("XDG_RUNTIME_DIR", "runtime"), ("HF_HOME", "no-models")):
    (HOME / folder).mkdir(mode=0o700)
    os.environ[name] = str(HOME / folder)
os.environ["CFFIXED_USER_HOME"] = os.environ["HOME"]  # what Apple's frameworks take for HOME
if os.environ.get("CI"):
    os.environ.setdefault("EASEL_DEVICE", "cpu")  # a hosted Mac has a GPU, but no memory for it
# Secrets of tests are in a file; the Keychain is the user's.
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "tests.support.keychain.Kept")
os.environ.setdefault("TEST_KEYCHAIN", str(HOME / "keychain.json"))
# Under nohup, or behind a shell's `&`, these are ignored; processes that tests start would inherit that.
for each in (signal.SIGHUP, signal.SIGINT):
    if signal.getsignal(each) is signal.SIG_IGN:
        signal.signal(each, lambda *_: None)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "3000")  # as the program sets it: tests often share their cores
os.environ.setdefault("OMP_NUM_THREADS", "1")  # a few channels are not worth dividing, and each core has its own tests

import pytest
from PIL import Image, ImageDraw

from macapp import cli
from macapp.library import Library
from macapp.system import garbage
from macapp.system.paths import LibraryPaths, resources_dir
from tests import once
from tests.support import children, own_files

OWN_FILES = own_files.install(Path(__file__).parents[1])


@pytest.fixture(autouse=True, scope="session")
def _models_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Share what is slow to make among the workers of this session; it lies in the folder that they have in common."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "once"
    shared.mkdir(exist_ok=True)
    os.environ[once.FOLDER] = str(shared)
    yield
    children.end_servers()


def pytest_collection_finish() -> None:
    """Keep the thousands of tests out of every later collection of garbage: they live as long as the session."""
    if "transformers" in sys.modules:
        from tests.support import tokenizer_cache

        tokenizer_cache.install()
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _widgets_die_on_their_own_thread() -> None:
    garbage.restrict_to_this_thread()


@pytest.fixture(autouse=True, scope="session")
def _the_trash_is_the_one_of_the_tests() -> None:
    own_files.replace_trash(sys.platform)


@pytest.fixture(autouse=True)
def _files_of_the_user_are_left_alone() -> Iterator[None]:
    """Fail a test that touches a file in the home folder of the person who runs it."""
    OWN_FILES.touched.clear()
    yield
    assert OWN_FILES.touched == []


@pytest.fixture(autouse=True, scope="session")
def _nothing_stays_copied() -> Iterator[None]:
    """Empty the clipboard at the end: what Python put there would be freed after Python has ended (PySide6 6.9)."""
    yield
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True, scope="module")
def _what_is_imported_is_not_scanned() -> None:
    """Keep the modules that the last tests imported out of every later collection of garbage, a tenth of a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_stray_threads() -> Iterator[None]:
    """Fail a test that leaves a thread of ours running."""
    before = set(threading.enumerate())
    yield
    garbage.collect_if_due()
    left = [each for each in threading.enumerate() if each not in before and not each.daemon]
    assert not left, f"threads left running: {left}"


@pytest.fixture
def places(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths.at(tmp_path / "library")


@pytest.fixture
def library(places: LibraryPaths) -> Iterator[Library]:
    with Library.open(places) as opened:
        yield opened


@pytest.fixture
def start(places: LibraryPaths, qtbot: Any) -> Iterator[Callable[..., Any]]:
    """Start the program as a user does, with the real engine or with another; it is ended with the test."""
    from macapp.app.application import ApplicationController

    running: list[ApplicationController] = []

    def begin(engine: Any = None) -> ApplicationController:
        easel = ApplicationController(places, None if engine is None else lambda: engine)
        running.append(easel)
        qtbot.addWidget(easel.window)
        easel.window.show()
        easel.window.activateWindow()
        qtbot.waitExposed(easel.window)
        return easel

    yield begin
    for each in running:
        if not each.close():  # its engine is still loading PyTorch
            each.worker.wait()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Stable Diffusion of a few channels, native size 64."""
    pytest.importorskip("torch")  # `make legacy` runs what it can on a Python that has none
    from macapp.engine import import_libraries

    import_libraries()
    from tests.support.tiny_models import make_tiny_model

    return make_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def starter_model() -> Path:
    return resources_dir() / "starter-model"


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what enlarges, and DeepFloyd IF's later stages, take three steps and not 25 and 50: how many is not tried."""
    for name in ("cascade.SECOND_STEPS", "cascade.X4_STEPS", "upscaling.X4_STEPS"):
        monkeypatch.setattr(f"macapp.engine.generation.{name}", 3)


@pytest.fixture
def small_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the benchmark measure the peak of this processor with a thousandth of its operations."""
    import torch

    from macapp.engine.benchmark import measure

    monkeypatch.setitem(measure.MATRIX_PRODUCTS, "cpu", (200, torch.float32))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    """Run a command in this process; return its exit code, and what it printed to standard output and error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def sketch(tmp_path: Path) -> Path:
    """A blue disc on white, 96 x 64."""
    drawn = Image.new("RGB", (96, 64), "white")
    ImageDraw.Draw(drawn).ellipse((20, 10, 60, 50), fill="navy")
    drawn.save(tmp_path / "sketch.png")
    return tmp_path / "sketch.png"
