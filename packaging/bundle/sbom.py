"""Write the list of the components of a bundle, with versions and licences, as CycloneDX JSON.

It is read from the bundle: a library of this machine is listed if one of its modules was frozen.
"""

# pyright: reportCallIssue=false, reportAttributeAccessIssue=false, reportArgumentType=false
# (the library's classes are made by a decorator that the checker does not see through)

import ast
import importlib.metadata
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from bundle.build_step import Skipped
from bundle.freeze import WORK
from macapp import PRODUCT, __version__

NAME = f"{PRODUCT}-{__version__}.cdx.json"
PYTHON, BOOTLOADER = "Python-2.0.1", "GPL-2.0-or-later WITH Bootloader-exception"
"""The licences of the two components without a package: the interpreter, and the program that starts it."""
ICONS = ("Lucide", "1.62.0", "ISC AND MIT")
"""Name, version and licences of the icons in `resources/icons`, as its README.md says."""


def write(dist: Path) -> str:
    """Write the list; return its length. Raises `Skipped` without a bundle."""
    found = list(libraries(frozen_modules()))
    bom = Bom()
    bom.metadata.component = Component(name=PRODUCT, version=__version__, type=ComponentType.APPLICATION)
    for each in found:
        bom.components.add(each)
    bom.register_dependency(bom.metadata.component, found)
    dist.mkdir(parents=True, exist_ok=True)
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)
    (dist / NAME).write_text(text, encoding="utf-8")
    return f"{NAME}: {len(found)} components"


def frozen_modules(work: Path = WORK) -> frozenset[str]:
    """Return the top-level names of all modules in the last bundle; raises `Skipped` if there is none."""
    lists = sorted(work.glob("*/COLLECT-*.toc")) + sorted(work.glob("*/PYZ-*.toc"))
    if not lists:
        raise Skipped("A list of components needs a bundle: freeze it first.")
    names = {name for each in lists for name in _entries(ast.literal_eval(each.read_text(errors="replace")))}
    return frozenset(name.replace("/", ".").split(".")[0] for name in names)


def _entries(table: object) -> Iterator[str]:
    """Yield the names in one of PyInstaller's tables: triples of name, file and kind, in nested lists."""
    if isinstance(table, tuple) and len(table) == 3 and all(isinstance(each, str) for each in table):
        yield table[0]
    elif isinstance(table, (tuple, list)):
        for each in table:
            yield from _entries(each)


def libraries(modules: frozenset[str]) -> Iterator[Any]:
    """Yield the libraries of these modules as `Component`, by their metadata on this machine."""
    licences = LicenseFactory()
    yield Component(name="CPython", version=platform.python_version(), licenses=[licences.make_with_expression(PYTHON)])
    yield Component(
        name="PyInstaller's bootloader",
        version=importlib.metadata.version("PyInstaller"),
        licenses=[licences.make_with_expression(BOOTLOADER)],
    )
    name, version, terms = ICONS
    yield Component(name=name, version=version, licenses=[licences.make_with_expression(terms)])
    for library, names in sorted(_top_names().items()):
        if not names & modules or library.lower() in ("macapp", "pyinstaller"):
            continue
        about = importlib.metadata.metadata(library)
        licence = _licence(about)
        yield Component(
            name=library,
            version=about["Version"],
            purl=PackageURL("pypi", None, library.lower().replace("_", "-"), about["Version"]),
            licenses=[licences.make_from_string(licence)] if licence else [],
        )


def _licence(about: Any) -> str:
    """Return the licence in a library's metadata, from the first of its three possible fields, in one line."""
    classified = [each for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    licence = about.get("License-Expression") or about.get("License") or "".join(classified[:1]).rpartition(":: ")[2]
    return (licence.strip().splitlines() or [""])[0][:100]


def _top_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, owners in importlib.metadata.packages_distributions().items():
        for owner in owners:
            found.setdefault(owner, set()).add(name)
    return found
