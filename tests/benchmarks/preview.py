"""The cost of previews, as a share of the time of pictures that go through the queue.

Previews use the colour map that is learned from earlier pictures, or a tiny VAE of the size of TAESD with random
weights.
"""

import os
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from macapp import models
from macapp.domain.job import JobEvent
from macapp.engine import open_engine
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.models.catalog import load_catalog
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import Runner
from tests.benchmarks.engine_overhead import STEPS, build_request
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import run_in_process, time_call

BAR = 2.0  # percent
PICTURES = 10


def rows(model: str) -> list[Row]:
    """Return both shares."""
    subject = f"seeing pictures of {STEPS} steps while they are drawn, of their time"
    made = []
    for way in ("map of colours", "tiny VAE"):
        share, looks = run_in_process(measure_previews, model, way)
        made.append(Row(f"{subject}: {way}", share * 100, "%", BAR, f"{looks} looks at {PICTURES} pictures"))
    return made


def measure_previews(model: str, way: str) -> tuple[float, int]:
    """Return the share of the time of `PICTURES` pictures that previews took, and the number of previews."""
    from macapp.engine import engine as engine_module

    with tempfile.TemporaryDirectory() as held, Library.open(LibraryPaths.at(Path(held) / "library")) as library:
        engine_module.preview_cache_dir = lambda: Path(held) / "previews"
        if way == "tiny VAE":
            _write_tiny_vae(model, Path(held) / "hub")
        engine = open_engine("cpu")
        taken: list[float] = []
        engine.preview = partial(_time_call, engine.preview, taken)  # type: ignore[method-assign]
        with acquire_runner(library):
            runner = Runner(library, lambda: engine, _ignore_event)
            for count in (1, PICTURES):  # the first picture loads the model, and the map is learned from it
                taken.clear()
                library.queue.add([build_request(model, each) for each in range(count)])
                whole = time_call(runner.run)
            runner.close()
    return sum(taken) / whole, len(taken)


def _time_call(look: Any, taken: list[float]) -> Any:
    began = time.perf_counter()
    found = look()
    taken.append(time.perf_counter() - began)
    return found


def _write_tiny_vae(model: str, cache: Path) -> None:
    """Write a full-size tiny VAE to the place in the hub cache of the one in the catalogue, for any token width."""
    from diffusers import AutoencoderTiny

    from macapp.engine.generation import tiny_vae

    os.environ["HF_HUB_CACHE"] = str(cache)
    entry = load_catalog()["taesd"]
    folder = cache / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / entry.revision
    AutoencoderTiny().save_pretrained(folder, safe_serialization=True)
    tiny_vae.DECODERS = {models.find_checkpoint(model).cross_attention_dim: entry.id}


def _ignore_event(_event: JobEvent) -> None:
    pass
