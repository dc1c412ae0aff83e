"""Info.plist as macOS reads it."""

import plistlib
from typing import Any

import pytest

from bundle import icon, plist
from constraint_sets import CURRENT
from macapp import IDENTIFIER, PRODUCT, __version__
from macapp.system.machine import minimum_macos_for_mps, parse_release


@pytest.fixture
def told() -> dict[str, Any]:
    return plistlib.loads(plist.to_xml())


def test_who_it_is_comes_from_the_program(told: dict[str, Any]) -> None:
    assert (told["CFBundleIdentifier"], told["CFBundleName"], told["CFBundlePackageType"]) == (
        IDENTIFIER,
        PRODUCT,
        "APPL",
    )
    assert told["CFBundleShortVersionString"] == told["CFBundleVersion"] == __version__.partition("+")[0]
    assert told["CFBundleExecutable"] == "Easel"  # not `macapp`: that is a folder beside it
    assert told["CFBundleIconFile"] == icon.ICNS.name


def test_it_runs_on_apple_silicon_with_macos_14_and_sharp(told: dict[str, Any]) -> None:
    assert told["LSMinimumSystemVersion"] == "14.0"
    assert minimum_macos_for_mps(parse_release(dict(CURRENT.packages())["torch"])) == (14, 0), (
        "what the PyTorch in it needs"
    )
    assert told["LSArchitecturePriority"] == ["arm64"]
    for key in ("LSRequiresNativeExecution", "NSHighResolutionCapable"):
        assert told[key] is True, key  # the string "True" would be read as false
    assert told["NSRequiresAquaSystemAppearance"] is False
    assert told["UIDesignRequiresCompatibility"] is True, "Qt 6.9 draws artefacts in the design of macOS 26"
    assert told["LSApplicationCategoryType"] == "public.app-category.graphics-design"
    assert "LSEnvironment" not in told


def test_images_and_models_can_be_dropped_on_the_dock_and_nobodys_double_click_is_taken(told: dict[str, Any]) -> None:
    kinds = told["CFBundleDocumentTypes"]
    assert {kind["LSHandlerRank"] for kind in kinds} == {"Alternate"}
    assert {kind["CFBundleTypeRole"] for kind in kinds} == {"Viewer"}
    opened = {identifier for kind in kinds for identifier in kind["LSItemContentTypes"]}
    assert opened >= {"public.png", "public.jpeg", "public.tiff", "org.webmproject.webp"}
    imported = {each["UTTypeIdentifier"]: each for each in told["UTImportedTypeDeclarations"]}
    assert all(each in imported or each.startswith("public.") for each in opened)
    [extension] = imported[plist.SAFETENSORS]["UTTypeTagSpecification"]["public.filename-extension"]
    assert extension == "safetensors"
    assert plist.SAFETENSORS in opened


def test_other_programs_offer_their_selected_text_without_a_setting(told: dict[str, Any]) -> None:
    """`tests/system/test_services.py` calls the method that it names."""
    [service] = told["NSServices"]
    assert service["NSMenuItem"] == {"default": "Make a Picture with Easel"}
    assert service["NSPortName"] == told["CFBundleName"], "the name by which macOS finds the program"
    assert "public.utf8-plain-text" in service["NSSendTypes"]
    assert "NSReturnTypes" not in service, "the text in the other program stays as it is"
    assert service["NSRequiredContext"] == {}


def test_every_folder_that_macos_asks_for_has_a_reason(told: dict[str, Any]) -> None:
    reasons = [value for key, value in told.items() if key.endswith("UsageDescription")]
    assert len(reasons) == len(plist.FOLDERS)
    assert all(reason.startswith("Easel ") and reason.endswith(".") for reason in reasons)


@pytest.mark.parametrize(
    ("version", "release"), [("1.2.3", "1.2.3"), ("0.2.0rc1", "0.2.0"), ("10.0.1+local", "10.0.1")]
)
def test_macos_is_told_three_numbers(version: str, release: str) -> None:
    assert plist.release_of(version) == release


def test_what_is_no_version_is_not_passed_on() -> None:
    with pytest.raises(ValueError, match="three numbers"):
        plist.release_of("soon")
