"""The engine: the only package that imports torch, diffusers and transformers.

Importing this package imports none of them: `open_engine` does, on the thread that calls it.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from macapp.benchmark.results import BenchmarkSpec
from macapp.domain.weight_format import WeightFormat
from macapp.errors import BadRequest
from macapp.planning.acceleration import CompileChoice
from macapp.planning.attention import SlicingMode
from macapp.system.machine import Machine

if TYPE_CHECKING:
    from macapp.engine.benchmark.measure import BenchmarkRunner
    from macapp.engine.engine import Engine


@cache
def import_libraries() -> None:
    """Import PyTorch and everything that a picture needs, once, on the calling thread, without stalling the others."""
    from macapp.engine.runtime.torch_import import importing

    with importing():
        import macapp.engine.engine  # noqa: F401  (with everything that it imports)


def open_engine(
    device: str = "auto", slice_choice: SlicingMode = "auto", compile_choice: CompileChoice = "auto"
) -> "Engine":
    """Load PyTorch without stalling other threads and return an engine on `device` (auto, mps, cuda or cpu).

    Raises `MachineError("device-missing")` for a device that PyTorch cannot use on this machine.
    """
    import_libraries()
    from macapp.engine.engine import Engine
    from macapp.engine.runtime.acceleration import Accelerator
    from macapp.engine.runtime.devices import resolve_device
    from macapp.planning.acceleration import detect_toolchain

    machine = resolve_device(device)
    return Engine(machine, slice_choice, accelerator=Accelerator(machine, detect_toolchain(), compile_choice))


def store_packed_copy(
    model: str, weight_format: WeightFormat, device: str, on_part: Callable[[str], None]
) -> list[Path]:
    """Write the packed copy of a checkpoint in the precision that a picture on `device` uses; return its files.

    `on_part` gets the name of each part before it is loaded. Raises `BadRequest` for a model without weights to pack,
    and `MachineError` for a model that cannot be loaded or a disk without room.
    """
    import_libraries()
    from macapp.engine.loading.stored_parts import store_parts
    from macapp.engine.runtime.devices import resolve_device

    return store_parts(model, weight_format, resolve_device(device), on_part)


def open_benchmark(
    device: str, recipe: BenchmarkSpec, on_progress: Callable[[float, str], None], models: Collection[str] | None = None
) -> "tuple[Machine, BenchmarkRunner, Mapping[str, str]]":
    """Load PyTorch and return the machine, its benchmark runner, and the versions of the libraries.

    `models` holds the ids of the models to measure; None: all. Raises `MachineError("device-missing")`, and
    `BadRequest` for an unknown model.
    """
    import_libraries()
    from macapp.engine.benchmark.measure import BenchmarkRunner, benchmark_models, library_versions
    from macapp.engine.runtime.devices import resolve_device

    known = benchmark_models()
    for each in models or ():
        if each not in [one.id for one in known]:
            raise BadRequest("bench-unknown", value=each, names=", ".join(one.id for one in known))
    machine = resolve_device(device)
    wanted = [each for each in known if models is None or each.id in models]
    return machine, BenchmarkRunner(machine, recipe, on_progress, wanted), library_versions()
