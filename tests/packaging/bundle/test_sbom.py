"""The components of a bundle are the frozen libraries, each with its licence."""

from pathlib import Path

import pytest

from bundle import sbom
from bundle.build_step import Skipped
from macapp.system.paths import resources_dir


def test_the_components_are_those_that_were_frozen(tmp_path: Path) -> None:
    work = tmp_path / "freeze" / "easel"
    work.mkdir(parents=True)
    frozen = [(name, f"/a/{name}", "PYMODULE") for name in ("torch", "PIL.Image", "safetensors")]
    (work / "PYZ-00.toc").write_text(repr(("/a/PYZ-00.pyz", frozen)))
    (work / "COLLECT-00.toc").write_text(repr(([("PySide6/QtCore.abi3.so", "/a", "EXTENSION")], None)))
    found = {each.name.lower(): each for each in sbom.libraries(sbom.frozen_modules(tmp_path / "freeze"))}
    assert set(found) - {"cpython", "pyinstaller's bootloader", "lucide"} == {
        "torch",
        "pillow",
        "pyside6_essentials",
        "safetensors",
    }
    assert all(each.licenses for each in found.values()), "some say it as an expression, some by their class alone"
    assert str(found["pillow"].purl).startswith("pkg:pypi/pillow@")
    with pytest.raises(Skipped):
        sbom.frozen_modules(tmp_path)


def test_the_icons_are_listed_as_their_folder_says() -> None:
    name, version, _licences = sbom.ICONS
    said = (resources_dir() / "icons" / "README.md").read_text(encoding="utf-8")
    assert f"[{name}](https://lucide.dev) {version}" in said
