"""Importing PyTorch and diffusers on a worker's thread while a window goes on behind it.

Two things stall every other thread during such an import: loading shared libraries with Python's lock held, and full
garbage collections over hundreds of thousands of new objects. So the libraries are opened first by a foreign call that
lets the lock go, the collector rests meanwhile, and never looks at what was imported again.
`tests/benchmarks/responsiveness.py` measures what a window feels of it.
"""

import contextlib
import ctypes
import gc
import importlib.util
import os
import resource
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macapp.errors import MachineError, as_easel_error
from macapp.planning.memory import LOW_WATERMARK
from macapp.system import garbage

# Read by PyTorch and the hub client when they are imported. Watermarks: above 1.0 of Metal's working set the Mac swaps
# before PyTorch reports that memory is short; up to the low one a picture may go, and it must not exceed the high one.
# transformers would load with four threads, adapters straight onto the device, and MPS is one thread's (pytorch issue
# 197805). OpenMP's threads wait asleep: they would spin on the cores that the window, or anything else that runs, is
# waiting for (with two cores and something else at work a picture of the starter model took 45 s, and 3 s without the
# spinning). GNU's first look round a few thousand times, some microseconds: without that a small model took twice as
# long where nothing else runs (0.9 to 1.1 s; 0.45 s with 3,000, with 10,000, and spinning for good).
ENVIRONMENT = {
    "PYTORCH_ENABLE_MPS_FALLBACK": "1",
    "PYTORCH_MPS_HIGH_WATERMARK_RATIO": "1.0",
    "PYTORCH_MPS_LOW_WATERMARK_RATIO": str(LOW_WATERMARK),
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "HF_DEACTIVATE_ASYNC_LOAD": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "GOMP_SPINCOUNT": "3000",
}

# In the order in which they need each other.
TORCH_LIBRARIES = ("c10", "torch_cpu", "torch", "torch_python")
# How long a thread keeps Python's lock when another wants it. PyTorch lets the lock go and takes it again for each of
# the operators that it registers, and each time whoever waits for it begins to wait anew: at 0.001 s the window stood
# still for 20 to 60 ms, at 0.0002 s and below for at most 9 (Linux, two cores). Python's default is 0.005.
SWITCH_SECONDS = 0.0001
MIN_ADDRESS_SPACE_BYTES = (
    950 * 2**20
)  # bytes: with 900 MB OpenBLAS gave up, with 1,000 a picture was made (Linux, PyTorch 2.13)
failures: list[BaseException] = []


@contextmanager
def importing() -> Iterator[None]:
    """Import libraries before the block and what most pictures need after it; other threads do not stall.

    Raises `MachineError` where memory is too short for them: then and from then on, as PyTorch cannot be imported again
    by a process in which that failed.
    """
    if failures or _is_narrow():
        raise MachineError("memory-for-libraries")
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    with _without_memory_named(), yielding_gil():
        _open_libraries()
        _quiet_logs()
        yield
        _import_the_usual()
        with contextlib.suppress(ImportError):
            # diffusers asks for it before the first step of any picture, LoRA or not: 0.8 s in which the window waits.
            import peft.tuners.tuners_utils  # noqa: F401

        # What was imported stays until the program ends: a collection that went through it would find nothing, and
        # hold Python's lock for 150 to 200 ms (Linux, two cores).
        gc.freeze()


@contextmanager
def _without_memory_named() -> Iterator[None]:
    """Raise `MachineError` where the block failed for lack of memory, in whatever exceptions that comes wrapped."""
    try:
        yield
    except Exception as exception:
        # C code that finds no memory and forgets to say so ends in a `SystemError`.
        if any(
            isinstance(each, SystemError) or as_easel_error(each).code == "out-of-memory" for each in _chain(exception)
        ):
            failures.append(exception)
            raise MachineError("memory-for-libraries") from exception
        raise


def _is_narrow() -> bool:
    """Return whether a limit leaves too little address space: OpenBLAS and PyTorch end a process that meets it."""
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    return most != resource.RLIM_INFINITY and most < MIN_ADDRESS_SPACE_BYTES


def _chain(exception: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that led to it."""
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


@contextmanager
def yielding_gil() -> Iterator[None]:
    """Keep the collector at rest and hand Python's lock over sooner, while modules or models are loaded."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with garbage.paused():
            yield
    finally:
        sys.setswitchinterval(switch)


def dlopen_without_gil(library: Path) -> bool:
    """Load a shared library without holding Python's lock, so that other threads go on; return whether it worked.

    `ctypes.CDLL(path)` calls dlopen with the lock held, which stalls a window for as long as the loader works; a
    foreign call to the C library's own dlopen lets it go. Python's import finds the library open already.
    """
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    # Local, so that its symbols get in no other library's way.
    return library.exists() and dlopen(os.fsencode(library), os.RTLD_NOW | os.RTLD_LOCAL) is not None


def _open_libraries() -> None:
    """Open PyTorch's libraries, and the other large extension modules, before Python's import does."""
    torch_folder = _folder_of("torch")
    if torch_folder is None or "torch" in sys.modules:
        return
    ending = "dylib" if sys.platform == "darwin" else "so"
    for name in TORCH_LIBRARIES:
        dlopen_without_gil(torch_folder / "lib" / f"lib{name}.{ending}")
    for package in ("tokenizers", "safetensors"):
        for library in sorted((_folder_of(package) or Path("/nowhere")).glob("*.so")):
            dlopen_without_gil(library)


def _import_the_usual() -> None:
    """Import now what most pictures need: both libraries import a class's module when that is first named."""
    import diffusers
    import transformers

    for name in (
        "AutoencoderKL",
        "UNet2DConditionModel",
        "StableDiffusionPipeline",
        "StableDiffusionImg2ImgPipeline",
        "DPMSolverMultistepScheduler",
    ):
        getattr(diffusers, name)
    for name in ("CLIPTextModel", "CLIPTokenizer"):
        getattr(transformers, name)


def _quiet_logs() -> None:
    """Errors come as exceptions; advice and progress bars of the libraries are not for our user."""
    import diffusers
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    warnings.filterwarnings("ignore", category=FutureWarning, module="diffusers")  # theirs among themselves
    warnings.filterwarnings("ignore", message="at::frobenius_norm")  # what torch.norm is on MPS


def _folder_of(package: str) -> Path | None:
    """Return where a package lies, without importing it."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None
