"""Import everything that the engine may load; a bundle must contain all modules that are then in memory.

    python -m bundle.hidden_imports

prints them as JSON. The lists are those of the program (`macapp/models/families.py`,
`macapp/engine/loading/components.py`), so the next bundle includes a new model family without a change here.
"""

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator

BY_NAME = ("keyring.backends", "peft.tuners.lora", "spandrel")
"""Modules that are imported by name at run time, or only when they are needed."""


def pipelines() -> Iterator[str]:
    """Yield the names of the diffusers pipelines that requests can use."""
    from macapp.models.checkpoint import ENLARGING
    from macapp.models.families import ROWS

    yield from ENLARGING
    for family in ROWS:
        yield from family.pipelines.values()


def components() -> Iterator[tuple[str, str]]:
    """Yield the library and the class of every possible part of a model."""
    import diffusers
    import transformers

    from macapp.models.families import ALLOWED_CLASSES, is_allowed_class

    for library, names in ALLOWED_CLASSES.items():
        yield from ((library, name) for name in sorted(names))
    for library, module in (("diffusers", diffusers), ("transformers", transformers)):
        yield from (
            (library, name)
            for name in dir(module)
            if name not in ALLOWED_CLASSES[library] and is_allowed_class(library, name)
        )


def depth_models() -> frozenset[str]:
    """Return the depth models of transformers, and the backbones that they can use."""
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_BACKBONE_MAPPING_NAMES,
        MODEL_FOR_DEPTH_ESTIMATION_MAPPING_NAMES,
    )

    names = (*MODEL_FOR_DEPTH_ESTIMATION_MAPPING_NAMES, *MODEL_FOR_BACKBONE_MAPPING_NAMES)
    return frozenset(name.replace("-", "_") for name in names)


def inner_models() -> frozenset[str]:
    """Return the models that others contain and load by the name in their configuration: Mistral 3 has a Pixtral."""
    import transformers

    found: set[str] = set()
    kinds = (getattr(transformers, name) for library, name in components() if library == "transformers")
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, transformers.PreTrainedModel) and kind.config_class is not None:
            parts = vars(kind.config_class()).values()
            configs = (each for each in parts if isinstance(each, transformers.PreTrainedConfig))
            found.update(type(each).__module__.split(".")[2] for each in configs)
    return frozenset(found)


def import_all() -> None:
    """Import the program and everything that its engine may load; raises the errors of these imports."""
    from macapp.engine import import_libraries

    import_libraries()
    import diffusers
    import transformers

    for name in pipelines():
        getattr(diffusers, name)
    for library, name in components():
        getattr({"diffusers": diffusers, "transformers": transformers}[library], name)
    from macapp.engine.generation.upscaling import torchvision_stub
    from macapp.engine.loading.prompt_processor import image_processor_class

    image_processor_class()
    with torchvision_stub():
        for name in BY_NAME:
            importlib.import_module(name)
    for name in own_modules():
        importlib.import_module(name)


def own_modules() -> list[str]:
    """Return the names of all modules of the program, because the command line imports its own by name."""
    import macapp

    found = pkgutil.walk_packages(macapp.__path__, "macapp.")
    return [each.name for each in found if not each.name.endswith("__main__")]


def main() -> None:
    """Import all, then print the names of the loaded modules and of the models to keep completely."""
    import_all()
    print(json.dumps({"modules": sorted(sys.modules), "models": sorted(depth_models() | inner_models())}))


if __name__ == "__main__":
    main()
