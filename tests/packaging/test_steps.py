"""The steps from a bundle to an image: skipped where they cannot be done, refused in one sentence where they must not.

Apple's programs are played by a script on the path, which notes how it was called and answers as it is told.
"""

import base64
import hashlib
import json
import os
import plistlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bundle import checksums, disk_image, freeze, keychain, notarise, release_notes, sbom, sign
from bundle.__main__ import main
from bundle.build_step import ROOT, Refused, Skipped
from macapp import __version__

WHO = "Developer ID Application: A Person (ABCDE12345)"
GOOD = f'  1) 0123456789ABCDEF0123456789ABCDEF01234567 "{WHO}"\n     1 identities found\n'
EXPIRED = f'  1) 0123456789ABCDEF0123456789ABCDEF01234567 "{WHO}" (CSSMERR_TP_CERT_EXPIRED)\n     1 identities found\n'
PLAYER = """#!/bin/sh
name=$(basename "$0")
echo "$name $*" >> "$PLAYED/calls"
for number in 1 2 3 4 5 6; do
    answer="$PLAYED/$name-$1.$number"
    if [ -e "$answer" ]; then
        cat "$answer"
        code=0
        [ ! -e "$answer.code" ] || code=$(cat "$answer.code")
        rm -f "$answer" "$answer.code"
        exit "$code"
    fi
done
case "$name-$1" in
    hdiutil-create) for last in "$@"; do :; done; echo image > "$last" ;;
    ditto-*) for last in "$@"; do :; done; mkdir -p "$(dirname "$last")"; echo copied > "$last" ;;
esac
"""
APPLES = ("codesign", "security", "xcrun", "ditto", "hdiutil", "spctl")
OUR_NAMES = (
    *(sign.IDENTITY, keychain.CERTIFICATE, keychain.PASSWORD, notarise.KEY, notarise.KEY_ID, notarise.ISSUER),
    "EASEL_TAG",
)


class Played:
    """Apple's programs, as a script plays them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answers(self, program: str, first: str, *said: tuple[str, int]) -> None:
        """Let a program with that first argument say these things, one call after another, and end with these codes."""
        for number, (text, code) in enumerate(said, 1):
            (self._folder / f"{program}-{first}.{number}").write_text(text)
            (self._folder / f"{program}-{first}.{number}.code").write_text(str(code))

    @property
    def calls(self) -> list[str]:
        file = self._folder / "calls"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUR_NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EASEL_PAUSE", "0")


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    folder = tmp_path / "played"
    folder.mkdir()
    for name in APPLES:
        (folder / name).write_text(PLAYER)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PLAYED", str(folder))
    return Played(folder)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A bundle in outline: a program, a library, one in a framework, debugging symbols, a picture."""
    contents = tmp_path / "dist" / "Easel.app" / "Contents"
    for name in (
        "MacOS/Easel",
        "Frameworks/torch/lib/libtorch.dylib",
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "Frameworks/objc/_objc.so.dSYM/Contents/Resources/DWARF/_objc.so",
    ):
        file = contents / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"\xcf\xfa\xed\xfe and so on")
    (contents / "Resources").mkdir()
    (contents / "Resources" / "picture.png").write_bytes(b"\x89PNG")
    (contents / "Info.plist").write_bytes(plistlib.dumps({}))
    return contents.parent


def signed(played: Played) -> list[str]:
    return [call.rpartition("/")[2] for call in played.calls if call.startswith("codesign --force")]


# What cannot be done here


def test_an_unknown_step_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frieze"]) == 2
    assert "there is no step frieze; there are icon, freeze" in capsys.readouterr().err


def test_without_room_on_the_disk_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(freeze, "ROOT", tmp_path)
    monkeypatch.setattr(freeze, "MIN_FREE_BYTES", 10**15)
    assert main(["freeze", "icon"]) == Refused.exit_code
    told = capsys.readouterr()
    assert told.out == "freeze:\n", "nor is anything after it"
    said = r"bundle: freeze: A build needs 1000000\.0 GB on this disk, and \d+\.\d GB are free\.\n"
    assert re.fullmatch(said, told.err)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_while_it_freezes_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    specification = tmp_path / "easel.spec"
    specification.write_text("raise OSError(28, 'No space left on device')")
    for name, value in (("ROOT", tmp_path), ("WORK", tmp_path / "build" / "freeze"), ("SPECIFICATION", specification)):
        monkeypatch.setattr(freeze, name, value)
    said = r"PyInstaller ended with 1: OSError: .*No space left on device \(build/freeze\.log\)$"
    with pytest.raises(Refused, match=said):
        freeze.freeze()


# Signing


def test_without_a_certificate_all_is_signed_ad_hoc_from_the_inside_out(app: Path, played: Played) -> None:
    assert sign.sign(app) == "signed ad hoc"
    assert signed(played) == ["libtorch.dylib", "QtCore", "QtCore.framework", "Easel.app"] or signed(played) == [
        "QtCore", "QtCore.framework", "libtorch.dylib", "Easel.app",
    ]  # fmt: skip
    assert not any("runtime" in call or "entitlements" in call for call in played.calls)
    assert played.calls[-1] == f"codesign --verify --deep --strict {app}"
    assert not list(app.rglob("*.dSYM"))


def test_with_a_certificate_it_is_hardened_and_the_program_alone_is_entitled(
    app: Path, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sign.IDENTITY, WHO)
    played.answers("security", "find-identity", (GOOD, 0))
    assert sign.sign(app) == f"signed by {WHO}"
    calls = [call for call in played.calls if call.startswith("codesign --force")]
    assert all(f"--sign {WHO} --timestamp --options runtime" in call for call in calls)
    assert ["entitlements" in call for call in calls] == [False] * (len(calls) - 1) + [True]


def test_the_entitlements_are_as_few_as_work() -> None:
    asked = plistlib.loads(sign.ENTITLEMENTS.read_bytes())
    assert asked == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize(
    ("listed", "words"),
    [("     0 identities found\n", "There is no certificate"), (EXPIRED, "has expired"),
     (EXPIRED.replace("TP_CERT_EXPIRED", "TP_NOT_TRUSTED"), "cannot be used")],
)  # fmt: skip
def test_a_wrong_or_expired_certificate_is_a_sentence_and_nothing_is_signed(
    app: Path, played: Played, monkeypatch: pytest.MonkeyPatch, listed: str, words: str
) -> None:
    monkeypatch.setenv(sign.IDENTITY, WHO)
    played.answers("security", "find-identity", (listed, 0))
    with pytest.raises(Refused, match=words) as refused:
        sign.sign(app)
    assert WHO in str(refused.value)
    assert signed(played) == []


# The keychain of a machine that is not ours


def test_a_certificate_gets_a_keychain_of_its_own_and_no_secret_is_shown(
    played: Played, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(keychain.CERTIFICATE, base64.b64encode(b"certificate").decode())
    monkeypatch.setenv(keychain.PASSWORD, "open sesame")
    monkeypatch.setenv(sign.IDENTITY, WHO)
    played.answers("security", "find-identity", (GOOD, 0))
    assert keychain.make() == f"{keychain.NAME} holds {WHO}"
    assert [call.split()[1] for call in played.calls][:4] == [
        "create-keychain", "set-keychain-settings", "unlock-keychain", "import",
    ]  # fmt: skip
    shown = capsys.readouterr().out
    assert "open sesame" not in shown
    assert played.calls[0].split()[3] not in shown
    assert keychain.forget() == "deleted"
    assert played.calls[-1] == f"security delete-keychain {keychain.NAME}"


def test_a_certificate_that_cannot_be_opened_is_a_sentence(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keychain.CERTIFICATE, base64.b64encode(b"certificate").decode())
    played.answers("security", "import", ("security: SecKeychainItemImport: MAC verification failed\n", 1))
    with pytest.raises(Refused, match=r"cannot be opened: security: .*MAC verification failed\.$"):
        keychain.make()


# Notarisation


@pytest.fixture
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {sign.IDENTITY: WHO, notarise.KEY: "a key", notarise.KEY_ID: "K1", notarise.ISSUER: "someone"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_notarisation_says_what_it_lacks(app: Path) -> None:
    with pytest.raises(Skipped, match=r"needs EASEL_IDENTITY, EASEL_NOTARY_KEY, .* which are not set"):
        notarise.notarise(app)


@pytest.mark.usefixtures("_credentials")
def test_what_apple_accepts_is_stapled(app: Path, played: Played) -> None:
    played.answers("xcrun", "notarytool", ('{"id": "17", "status": "Accepted"}', 0))
    assert notarise.notarise(app) == "accepted by Apple as 17"
    assert "stapled" in notarise.staple(app)
    assert f"xcrun stapler staple {app}" in played.calls


@pytest.mark.usefixtures("_credentials")
def test_what_apple_refuses_is_a_sentence_with_its_reason(app: Path, played: Played) -> None:
    issues = [{"path": "Easel.app/Contents/MacOS/Easel", "message": "The signature is not valid."}, {"message": "?"}]
    played.answers("xcrun", "notarytool", ('{"id": "17", "status": "Invalid"}', 0), (json.dumps({"issues": issues}), 0))
    with pytest.raises(Refused, match=r"refused to notarise Easel\.app: .*The signature is not valid, and 1 more\.$"):
        notarise.notarise(app)


@pytest.mark.usefixtures("_credentials")
def test_a_key_that_apple_does_not_know_is_a_sentence(app: Path, played: Played) -> None:
    played.answers("xcrun", "notarytool", ("Error: HTTP status code: 401. Unauthenticated.\n", 69))
    with pytest.raises(
        Refused, match=r"Apple did not take the bundle: Error: HTTP status code: 401\. Unauthenticated\.$"
    ):
        notarise.notarise(app)


# The image, and what is published


def test_an_image_is_made_also_when_the_disk_is_busy_at_first(app: Path, played: Played) -> None:
    played.answers("hdiutil", "create", ("hdiutil: create failed - Resource busy\n", 1), ("Resource busy\n", 1))
    assert disk_image.make(app, app.parent).startswith(f"{disk_image.NAME}: ")
    assert sum(call.startswith("hdiutil create") for call in played.calls) == 3
    assert (app.parent / disk_image.NAME).is_file()


def test_an_image_that_cannot_be_made_is_a_sentence(app: Path, played: Played) -> None:
    played.answers("hdiutil", "create", ("hdiutil: create failed - No space left on device\n", 1))
    with pytest.raises(Refused, match=r"hdiutil create failed: .*No space left on device\.$"):
        disk_image.make(app, app.parent)
    with pytest.raises(Refused, match=r"There is no Easel-.*dmg to mount"):
        disk_image.try_mounted(app.parent)


def test_an_image_without_a_link_to_applications_is_refused_and_let_go(app: Path, played: Played) -> None:
    (app.parent / disk_image.NAME).write_bytes(b"image")
    with pytest.raises(Refused, match="has no link to Applications"):
        disk_image.try_mounted(app.parent)
    assert played.calls[-1].startswith("hdiutil detach")


def test_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    with pytest.raises(Skipped):
        checksums.write(tmp_path)
    (tmp_path / "Easel.dmg").write_bytes(b"image")
    (tmp_path / "other.txt").write_bytes(b"not published")
    checksums.write(tmp_path)
    assert (tmp_path / checksums.NAME).read_text() == f"{hashlib.sha256(b'image').hexdigest()}  Easel.dmg\n"


def test_the_notes_of_a_release_are_the_changelogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_TAG", f"v{__version__}")
    release_notes.write(tmp_path)
    written = (tmp_path / release_notes.NAME).read_text()
    assert written.startswith("### Making pictures\n\n- ")
    assert written.strip() in release_notes.CHANGELOG.read_text()
    monkeypatch.setenv("EASEL_TAG", "v99.0.0")
    with pytest.raises(Refused, match=r"The tag v99\.0\.0 is not that of version"):
        release_notes.write(tmp_path)
    with pytest.raises(Refused, match=r"has no notes for version 1\.0\.0"):
        release_notes.of("1.0.0", "## 2.0.0\n\n- more\n\n## 1.0.0 - today\n\n")


def test_the_components_are_those_that_were_frozen(tmp_path: Path) -> None:
    work = tmp_path / "freeze" / "easel"
    work.mkdir(parents=True)
    frozen = [(name, f"/a/{name}", "PYMODULE") for name in ("torch", "PIL.Image", "safetensors")]
    (work / "PYZ-00.toc").write_text(repr(("/a/PYZ-00.pyz", frozen)))
    (work / "COLLECT-00.toc").write_text(repr(([("PySide6/QtCore.abi3.so", "/a", "EXTENSION")], None)))
    found = {each.name.lower(): each for each in sbom.libraries(sbom.frozen_modules(tmp_path / "freeze"))}
    assert set(found) - {"cpython", "pyinstaller's bootloader"} == {
        "torch",
        "pillow",
        "pyside6_essentials",
        "safetensors",
    }
    assert all(each.licenses for each in found.values()), "some say it as an expression, some by their class alone"
    assert str(found["pillow"].purl).startswith("pkg:pypi/pillow@")
    with pytest.raises(Skipped):
        sbom.frozen_modules(tmp_path)


# The program's own beginning, in a bundle


def test_where_there_is_no_terminal_nothing_is_printed_and_nothing_breaks(tmp_path: Path) -> None:
    entry = ROOT / "packaging" / "bundle" / "entry.py"
    told = f'exec "{sys.executable}" "{entry}" --library "{tmp_path / "library"}" "$@" >&- 2>&-'
    for arguments, code in (("list",), 0), (("show", "nothing"), 2):
        ran = subprocess.run(
            ["sh", "-c", told, "sh", *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert ran.returncode == code
