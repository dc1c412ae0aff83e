"""Import PyTorch and diffusers on a worker's thread while the window stays responsive.

Two things stall every other thread during such an import: loading shared libraries while holding the GIL, and full
garbage collections over hundreds of thousands of new objects. So a foreign call, which releases the GIL, opens the
libraries first. The collector pauses during the import and never scans the imported objects again.
`tests/benchmarks/responsiveness.py` measures the effect on the window.
"""

import contextlib
import ctypes
import gc
import importlib.util
import os
import resource
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from macapp.errors import MachineError, as_easel_error
from macapp.planning.memory import LOW_WATERMARK
from macapp.system import garbage

# PyTorch and the hub client read these when they are imported.
# - Watermarks: above 1.0 of Metal's working set the Mac swaps before PyTorch reports that memory is short. The planner
#   allows pictures up to the low watermark, which must not exceed the high one (`choose_environment`).
# - HF_DEACTIVATE_ASYNC_LOAD: transformers would load with four threads, adapters directly onto the device, but MPS may
#   only be used by one thread (pytorch issue 197805).
# - OMP_WAIT_POLICY: waiting threads of OpenMP sleep. They would otherwise spin on cores that the window or other
#   programs need: with two cores and another busy program a picture of the starter model took 45 s, and 3 s without
#   spinning.
# - GOMP_SPINCOUNT: GNU's OpenMP spins a few thousand times first, some microseconds. Without that a small model took
#   twice as long on an idle machine (0.9 to 1.1 s; 0.45 s with 3,000, with 10,000, and with endless spinning).
_HIGH, _LOW = "PYTORCH_MPS_HIGH_WATERMARK_RATIO", "PYTORCH_MPS_LOW_WATERMARK_RATIO"
ENVIRONMENT = {
    "PYTORCH_ENABLE_MPS_FALLBACK": "1",
    _HIGH: "1.0",
    _LOW: str(LOW_WATERMARK),
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "HF_DEACTIVATE_ASYNC_LOAD": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "GOMP_SPINCOUNT": "3000",
}

# In the order of their dependencies.
TORCH_LIBRARIES = ("c10", "torch_cpu", "torch", "torch_python")
# How long a thread keeps the GIL when another thread wants it. PyTorch releases and takes the GIL for each operator
# that it registers, and a waiting thread starts to wait anew each time: at 0.001 s the window froze for 20 to 60 ms, at
# 0.0002 s and below for at most 9 ms (Linux, two cores). Python's default is 0.005 s.
SWITCH_SECONDS = 0.0001
MIN_ADDRESS_SPACE_BYTES = 950 * 2**20  # with 900 MB OpenBLAS failed, 1,000 MB are enough (Linux, PyTorch 2.13)
failures: list[BaseException] = []


def choose_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return `ENVIRONMENT` with the values that the user has `given` instead of ours, except invalid pairs.

    PyTorch refuses a low watermark above the high one ("invalid low watermark ratio"). Where the user sets one of the
    two, ours gives way: a lower low one, or a higher high one. A high watermark of 0 means no limit.
    """
    chosen = {name: given.get(name, value) for name, value in ENVIRONMENT.items()}
    low, high = (_ratio(chosen[name]) for name in (_LOW, _HIGH))
    if low is None or high is None or high == 0 or low <= high:
        return chosen
    if _LOW not in given:
        chosen[_LOW] = chosen[_HIGH]
    elif _HIGH not in given:
        chosen[_HIGH] = chosen[_LOW]
    return chosen


def _ratio(text: str) -> float | None:
    """Return a watermark as a number; None if it is none, which PyTorch reports itself."""
    try:
        return float(text)
    except ValueError:
        return None


@contextmanager
def importing() -> Iterator[None]:
    """Import the libraries before the block, and the classes that most pictures need after it, without stalls.

    Raises `MachineError("memory-for-libraries")` if there is too little memory, and in every later call too: PyTorch
    cannot be imported again by a process in which its import failed.
    """
    if failures or _is_address_space_limited():
        raise MachineError("memory-for-libraries")
    os.environ.update(choose_environment(os.environ))
    with _name_memory_errors(), yielding_gil():
        _open_libraries()
        _import_model_list()
        _quiet_logs()
        yield
        _import_common_classes()
        with contextlib.suppress(ImportError):
            # diffusers imports it before the first step of any picture, even without LoRA: 0.8 s that stall the window.
            import peft.tuners.tuners_utils  # noqa: F401

        # Imported objects live until the program ends: a collection would scan them in vain and hold the GIL for 150 to
        # 200 ms (Linux, two cores).
        gc.freeze()


@contextmanager
def _name_memory_errors() -> Iterator[None]:
    """Raise `MachineError` if the block fails because of too little memory, whichever exception reports it."""
    try:
        yield
    except Exception as exception:
        # C code that runs out of memory without setting an exception ends in a `SystemError`.
        if any(_is_memory_error(cause) for cause in _chain(exception)):
            failures.append(exception)
            raise MachineError("memory-for-libraries") from exception
        raise


def _is_memory_error(exception: BaseException) -> bool:
    return isinstance(exception, SystemError) or as_easel_error(exception).code == "out-of-memory"


def _is_address_space_limited() -> bool:
    """Return whether a limit leaves too little address space: OpenBLAS and PyTorch would end the process."""
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    return most != resource.RLIM_INFINITY and most < MIN_ADDRESS_SPACE_BYTES


def _chain(exception: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and its causes."""
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


@contextmanager
def yielding_gil() -> Iterator[None]:
    """Pause the garbage collector and hand the GIL over sooner while modules or models load."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with garbage.paused():
            yield
    finally:
        sys.setswitchinterval(switch)


def dlopen_without_gil(library: Path) -> bool:
    """Load a shared library without holding the GIL, so that other threads run; return whether it worked.

    `ctypes.CDLL(path)` calls dlopen with the GIL held, which stalls the window until the loader is done. A foreign call
    to dlopen of the C library releases the GIL. Python's import then finds the library already open.
    """
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    # Local, so that its symbols do not collide with those of other libraries.
    return library.exists() and dlopen(os.fsencode(library), os.RTLD_NOW | os.RTLD_LOCAL) is not None


def _open_libraries() -> None:
    """Open the libraries of PyTorch and other large extension modules before Python imports them."""
    torch_folder = _find_package("torch")
    if torch_folder is None or "torch" in sys.modules:
        return
    suffix = "dylib" if sys.platform == "darwin" else "so"
    for name in TORCH_LIBRARIES:
        dlopen_without_gil(torch_folder / "lib" / f"lib{name}.{suffix}")
    for package in ("tokenizers", "safetensors"):
        for library in sorted((_find_package(package) or Path("/nowhere")).glob("*.so")):
            dlopen_without_gil(library)


def _import_model_list() -> None:
    """Import the list of models of transformers without a second look at all of its model files.

    Transformers 5 reads them when it is imported, to know their classes, and again for `transformers.models`. That
    takes a tenth of the processor time of all imports. The second list is the first one without its prefix. Versions
    without a cache of the first list get the plain import.
    """
    import transformers
    from transformers.utils import import_utils

    plain: Any = getattr(import_utils, "define_import_structure", None)
    if "transformers.models" in sys.modules or not hasattr(plain, "cache_info"):
        return
    folder = Path(str(transformers.__file__)).parent / "models"

    def define(module_path: object, prefix: str | None = None) -> object:
        if (str(module_path), prefix) != (str(folder / "__init__.py"), None):
            return plain(module_path, prefix)
        return {
            backends: {
                name.removeprefix("models."): found for name, found in files.items() if name.startswith("models.")
            }
            for backends, files in plain(folder, prefix="models").items()  # in its cache
        }

    import_utils.define_import_structure = define
    try:
        import transformers.models
    finally:
        import_utils.define_import_structure = plain


def _import_common_classes() -> None:
    """Import the classes that most pictures need; both libraries import lazily."""
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
    """Silence logs and progress bars of the libraries; errors still come as exceptions."""
    import diffusers
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    warnings.filterwarnings("ignore", category=FutureWarning, module="diffusers")  # between the libraries
    warnings.filterwarnings("ignore", message="at::frobenius_norm")  # torch.norm on MPS


def _find_package(package: str) -> Path | None:
    """Return the folder of a package without importing it."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None
