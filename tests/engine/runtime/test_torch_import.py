"""Importing PyTorch behind a window's back: no collection runs meanwhile, and everything is as before afterwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macapp.engine.runtime import torch_import
from macapp.engine.runtime.torch_import import ENVIRONMENT, choose_environment, dlopen_without_gil
from macapp.errors import MachineError
from macapp.planning.memory import available_bytes
from macapp.system.machine import detect_machine, with_overrides

OPENS = """
import gc, os, sys, threading
os.environ["PYTORCH_ENABLE_MPS_FALLBACK"] = "0"  # the user's own choice
collected = []
gc.callbacks.append(lambda phase, info: collected.append(info["generation"]) if phase == "start" else None)
from macapp.engine import open_engine
from macapp.engine.runtime.torch_import import ENVIRONMENT
told = {}
class Told:  # when PyTorch and the hub's client are imported, they read what is set by then
    def find_spec(name, *_rest):
        if name in ("torch", "huggingface_hub"):
            told.setdefault(name, {each: os.environ.get(each) for each in ENVIRONMENT})
sys.meta_path.insert(0, Told)
before, gap = sys.getswitchinterval(), threading.main_thread()
engines = []
worker = threading.Thread(target=lambda: engines.append(open_engine("cpu")))
worker.start(); worker.join()
assert len(engines) == 1 and "torch" in sys.modules
expected = {**ENVIRONMENT, "PYTORCH_ENABLE_MPS_FALLBACK": "0"}
assert told == {"torch": expected, "huggingface_hub": expected}, told
assert 2 not in collected, collected
assert gc.isenabled() and sys.getswitchinterval() == before
assert gc.get_freeze_count() > 100_000
assert os.environ["PYTORCH_ENABLE_MPS_FALLBACK"] == "0" and os.environ["HF_HUB_OFFLINE"] == "1"
assert "PySide6" not in sys.modules and "torchvision" not in sys.modules
engines.append(open_engine("cpu"))  # again: at once, and nothing is frozen twice
"""


def test_opening_an_engine_on_a_thread_collects_nothing_and_restores_all() -> None:
    ran = subprocess.run([sys.executable, "-W", "error::ResourceWarning", "-c", OPENS], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""


LISTS = """
from macapp.engine import import_libraries
import_libraries()
import transformers.models
from transformers.utils import import_utils
plain = import_utils.define_import_structure
assert plain.__module__ == import_utils.__name__, "the stand-in is still there"
if hasattr(plain, "cache_info"):
    models, file = transformers.models, transformers.models.__file__
    again = import_utils._LazyModule("again", file, plain(file))
    assert models._class_to_module == again._class_to_module and len(models._class_to_module) > 500
    assert models._modules == again._modules and models._object_missing_backend == again._object_missing_backend
"""


def test_the_models_of_transformers_are_those_of_a_plain_import() -> None:
    """The list is made in another way. This fails if a new version of transformers makes it differently."""
    ran = subprocess.run([sys.executable, "-c", LISTS], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_openmp_hears_that_its_threads_are_to_wait_asleep() -> None:
    """It reads its environment once, when it is loaded: here it says what it understood."""
    program = "from macapp.engine import open_engine; open_engine('cpu')"
    free = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={**free, "OMP_DISPLAY_ENV": "TRUE"}
    )
    assert "OMP_WAIT_POLICY = 'PASSIVE'" in ran.stderr.replace('"', "'"), ran.stderr


def test_only_libraries_open(tmp_path: Path) -> None:
    import torch

    no_library = tmp_path / "no-library.so"
    no_library.write_bytes(b"text")
    assert not dlopen_without_gil(tmp_path / "absent.so")
    assert not dlopen_without_gil(no_library)
    ending = "dylib" if sys.platform == "darwin" else "so"
    assert dlopen_without_gil(Path(torch.__file__).parent / "lib" / f"libc10.{ending}")


def test_the_watermarks_are_in_order() -> None:
    """PyTorch refuses a low one above the high one; 0 would let the system kill the program."""
    low, high = (float(ENVIRONMENT[f"PYTORCH_MPS_{name}_WATERMARK_RATIO"]) for name in ("LOW", "HIGH"))
    assert 0 < low <= high <= 1.1
    mac = with_overrides("ram=16GB,macos=14.5,device=mps,working_set=10GB", detect_machine())
    assert available_bytes(mac) == low * 10 * 2**30, "there the allocator begins to collect"


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ({}, "0.9", "1.0"),
        ({"HIGH": "0.7"}, "0.7", "0.7"),
        ({"HIGH": "1.5"}, "0.9", "1.5"),
        ({"HIGH": "0.0"}, "0.9", "0.0"),  # no limit
        ({"LOW": "1.4"}, "1.4", "1.4"),
        ({"LOW": "0.5"}, "0.5", "1.0"),
        ({"HIGH": "0.6", "LOW": "0.8"}, "0.8", "0.6"),  # the user's own fault stays the user's
        ({"HIGH": "much"}, "0.9", "much"),
    ],
)
def test_a_watermark_of_the_user_makes_ours_give_way(given: dict[str, str], low: str, high: str) -> None:
    names = {short: f"PYTORCH_MPS_{short}_WATERMARK_RATIO" for short in ("LOW", "HIGH")}
    chosen = choose_environment({names[short]: value for short, value in given.items()})
    assert (chosen[names["LOW"]], chosen[names["HIGH"]]) == (low, high)
    assert {**chosen, names["LOW"]: "0.9", names["HIGH"]: "1.0"} == ENVIRONMENT, "the others are as they were"


WITH_LITTLE_MEMORY = """
import resource, sys
from macapp import cli
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
sys.exit(cli.main(["--library", sys.argv[2], "generate", "a red heart", "--steps", "2", "--size", "64x64"]))
"""
"""A program that may take so many bytes of address space, and asks for a picture."""


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit the address space")
@pytest.mark.parametrize("megabytes", [300, 500, 900])
def test_too_little_memory_for_pytorch_is_said_in_a_sentence(tmp_path: Path, megabytes: int) -> None:
    command = [sys.executable, "-c", WITH_LITTLE_MEMORY, str(megabytes * 2**20), str(tmp_path / "library")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 1, ran.stderr  # as for every picture that fails
    assert "not enough memory to load PyTorch" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "cause",
    [
        MemoryError(),
        ImportError("libtorch_cpu.so: failed to map segment from shared object"),
        OSError(12, "Cannot allocate memory"),
        SystemError("error return without exception set"),
    ],
)
def test_it_is_told_from_what_the_libraries_wrap_it_in(cause: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_import, "failures", [])
    wrapped = RuntimeError("Failed to import diffusers.loaders.peft")
    wrapped.__cause__ = cause
    with pytest.raises(MachineError, match="memory-for-libraries"), torch_import.importing():
        raise wrapped
    with pytest.raises(MachineError, match="memory-for-libraries"), torch_import.importing():
        pytest.fail("PyTorch cannot be imported a second time")


def test_other_failures_of_an_import_are_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_import, "failures", [])
    with pytest.raises(ModuleNotFoundError), torch_import.importing():
        raise ModuleNotFoundError("No module named 'safetensors'", name="safetensors")
