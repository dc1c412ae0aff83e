"""The Homebrew cask names the release, its checksum, and everything that Easel writes except pictures."""

import hashlib
import re
from pathlib import Path

import platformdirs
import pytest
from platformdirs.macos import MacOS

from bundle import cask
from bundle.build_step import Skipped
from bundle.disk_image import NAME as IMAGE
from bundle.plist import LEAST_MACOS
from bundle.sign import IDENTITY
from macapp import PRODUCT, __version__
from macapp.system import paths


def test_a_cask_names_the_image_and_its_checksum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cask.REPOSITORY, "somebody/easel")
    (tmp_path / IMAGE).write_bytes(b"image")
    assert cask.write(tmp_path).startswith("easel.rb: ")
    text = (tmp_path / cask.NAME).read_text()
    assert text.startswith('cask "easel" do\n')
    assert text.endswith("\nend\n")
    assert f'sha256 "{hashlib.sha256(b"image").hexdigest()}"' in text
    assert f'version "{__version__}"' in text
    [url] = re.findall(r'url "(.+)"', text)
    assert url.replace("#{version}", __version__) == (
        f"https://github.com/somebody/easel/releases/download/v{__version__}/{IMAGE}"
    )
    assert 'app "Easel.app"' in text
    assert f'depends_on macos: ">= :{cask.MACOS_NAMES[LEAST_MACOS]}"' in text
    assert text.count(" do\n") == len(re.findall(r"^end$", text, re.MULTILINE)) == 1
    assert text.count('"') % 2 == 0


@pytest.mark.parametrize(("identity", "warns"), [("", True), ("Developer ID Application: Somebody", False)])
def test_a_cask_says_what_macos_will_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, identity: str, warns: bool
) -> None:
    monkeypatch.setenv(cask.REPOSITORY, "somebody/easel")
    monkeypatch.setenv(IDENTITY, identity)
    (tmp_path / IMAGE).write_bytes(b"image")
    cask.write(tmp_path)
    assert ("Open Anyway" in (tmp_path / cask.NAME).read_text()) is warns


@pytest.mark.parametrize(("image", "repository"), [(False, "somebody/easel"), (True, ""), (True, 'a/b"; system "')])
def test_without_an_image_or_an_address_there_is_no_cask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, image: bool, repository: str
) -> None:
    monkeypatch.setenv(cask.REPOSITORY, repository)
    if image:
        (tmp_path / IMAGE).write_bytes(b"image")
    with pytest.raises(Skipped, match=r"\.$"):
        cask.write(tmp_path)
    assert not (tmp_path / cask.NAME).exists()


def test_zap_has_every_folder_that_easel_writes_on_a_mac_and_not_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    mac = MacOS(appname=PRODUCT, appauthor=False)
    for name in ("data", "cache", "log"):
        found = getattr(mac, f"user_{name}_dir")
        monkeypatch.setattr(platformdirs, f"user_{name}_dir", lambda *_, found=found, **_more: found)
    monkeypatch.setattr(platformdirs, "user_pictures_dir", lambda: mac.user_pictures_dir)
    monkeypatch.setattr(paths, "ON_A_MAC", True)
    zapped = [Path(each).expanduser() for each in cask.ZAP]
    own = paths.LibraryPaths.default()
    written = [own.index, own.offline_pictures, own.logs, own.models, own.crash_log, own.settings]
    written += [paths.config_cache_dir(), paths.scan_cache_file(), paths.preview_cache_dir()]
    written += [paths.verified_models_dir(), paths.packed_models_dir()]
    assert all(any(each.is_relative_to(folder) for folder in zapped) for each in written)
    assert not any(own.pictures.is_relative_to(folder) or folder.is_relative_to(own.pictures) for folder in zapped)
    assert not any(paths.hub_cache().is_relative_to(folder) for folder in zapped), "other programs use it too"
