"""Imports: our pictures from another machine, those of other programs, whole folders, and watched folders."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from macapp.errors import BadRequest
from macapp.library import Library, imports, marks
from macapp.library.metadata import importers
from macapp.library.rebuild import RebuildResult, rebuild
from macapp.library.recovery import acquire_runner
from macapp.library.verify import verify
from macapp.models.registry import ModelRegistry
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, PROMPT, SEED, all_programs, png
from tests.support import index
from tests.support.fault_injection import visible
from tests.support.request_factory import request
from tests.support.tiny_models import make_lora


def quietly(_done: int, _all: int) -> None:
    """Ignore the progress."""


def test_a_picture_of_ours_makes_the_same_request_on_another_machine(library: Library, made, tmp_path: Path) -> None:
    asked = request("a red heart, schön", seed=2**63 - 1, negative_prompt="x", guidance_scale=3.25, scheduler="heun")
    picture = made(asked)
    with Library.open(LibraryPaths.at(tmp_path / "other")) as other:
        result = imports.import_pictures(other, [picture.path])
        assert result.added == [picture.id]
        assert other.pictures.find(picture.id).request == asked
        assert other.pictures.find(picture.id).is_ours
        assert imports.import_pictures(other, [picture.path]).known == 1


def test_a_folder_of_every_program_comes_in_byte_for_byte_and_once(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    programs = all_programs(source)
    told: list[tuple[int, int]] = []
    result = imports.import_pictures(library, [source], lambda *at: told.append(at))
    assert len(result.added) == len(programs)
    assert (result.known, result.without_settings, result.refused) == (0, 0, [])
    assert told[-1] == (len(programs), len(programs))
    assert {each.request.prompt for each in library.pictures.newest(99)} == {PROMPT}
    kept = {each.path.read_bytes() for each in library.pictures.newest(99)}
    assert kept == {each.read_bytes() for each in programs.values()}
    assert imports.import_pictures(library, [source]).known == len(programs)
    assert library.pictures.count() == len(programs)
    assert len(library.pictures.search("from:invokeai schon")) == 4
    assert len(library.pictures.search(f"seed:{SEED} is:imported")) == len(programs)
    assert all(check.holds for check in verify(library, quietly))


def test_what_a_file_does_not_tell_is_shown_as_unknown(library: Library, tmp_path: Path) -> None:
    tmp_path.joinpath("in").mkdir()
    imports.import_pictures(library, [png(tmp_path / "in", size=(100, 50))])
    [picture] = library.pictures.newest(9)
    assert picture.size == (100, 50)
    assert {"prompt", "seed", "steps", "model", "scheduler", "width"} <= picture.inferred_fields
    assert picture.source == "unknown"
    assert library.pictures.search("seed:0").tolist() == []


def test_imported_pictures_come_back_with_their_marks_after_the_index_is_lost(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    programs = all_programs(source)
    imports.import_pictures(library, [source])
    library.marks.change(library.pictures.newest(99), marks.set_tag("kept"))
    library.marks.write_pending()
    before = {each.id: (each.request, each.marks, each.source, each.created) for each in library.pictures.newest(99)}
    again = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    with Library.open(again) as other:
        result = rebuild(other, quietly)
        assert result == RebuildResult(added=len(programs))
        after = {each.id: (each.request, each.marks, each.source, each.created) for each in other.pictures.newest(99)}
        assert all(check.holds for check in verify(other, quietly))
    assert before == after


def test_files_that_are_no_pictures_are_named_and_the_rest_comes_in(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = png(folder, "good.png", parameters=A1111)
    (folder / "text.png").write_text("just text")
    (folder / "cut.png").write_bytes(good.read_bytes()[:-500])
    (folder / "empty.jpg").touch()
    (folder / "notes.txt").write_text("not looked at")
    result = imports.import_pictures(library, [folder, tmp_path / "gone.png"])
    assert len(result.added) == 1
    codes = {name: error.code for name, error in result.refused}
    assert codes == {
        "text.png": "image-unknown",
        "cut.png": "image-broken",
        "empty.jpg": "image-empty",
        "gone.png": "file-missing",
    }


def test_an_import_can_be_stopped_and_goes_on(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    programs = all_programs(source)
    left = [5]

    def keep_going() -> bool:
        left[0] -= 1
        return left[0] >= 0

    assert len(imports.import_pictures(library, [source], keep_going=keep_going).added) == 5
    result = imports.import_pictures(library, [source])
    assert (len(result.added), result.known) == (len(programs) - 5, 5)


def test_another_programs_folder_is_looked_at_in_place_and_never_touched(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "outputs"
    folder.mkdir()
    first, second = png(folder, "1.png", parameters=A1111), png(folder, "2.png", parameters=A1111 + "x")
    before = {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.iterdir()}
    assert len(imports.index_folder(library, folder).added) == 2
    assert {each.path for each in library.pictures.newest(9)} == {first.resolve(), second.resolve()}
    library.marks.change(library.pictures.newest(9), marks.set_favourite(True))
    library.marks.write_pending()
    assert library.marks.pending_writes() == 0
    library.trash.hide([library.pictures.newest(1)[0].row_number])
    library.trash.move(library.pictures.by_row_numbers([2]), lambda path: pytest.fail("a file of theirs was moved"))
    assert {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.iterdir()} == before
    assert imports.index_folder(library, folder).known == 2
    first.unlink()
    imports.index_folder(library, folder)
    assert library.pictures.count() == 0
    assert library.folders.all() == [folder.resolve()]
    library.folders.remove(folder.resolve())
    assert library.folders.all() == []
    assert second.exists()


def test_a_folder_that_is_none_or_our_own_is_refused(library: Library, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none", "folder-expected"), (library.places.pictures, "folder-is-library")):
        with pytest.raises(BadRequest, match=code):
            imports.index_folder(library, path)


def test_a_name_that_is_taken_is_not_overwritten(library: Library, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        path = png(tmp_path / str(number), "same.png", parameters=A1111.replace(str(SEED), str(number)))
        os.utime(path, (1_700_000_000, 1_700_000_000))
        imports.import_pictures(library, [path])
    assert sorted(each.path.name for each in library.pictures.newest(9)) == ["same (2).png", "same.png"]


def test_the_report_is_kept_with_the_picture(library: Library, tmp_path: Path) -> None:
    tmp_path.joinpath("in").mkdir()
    imports.import_pictures(library, [png(tmp_path / "in", parameters=A1111)])
    [picture] = library.pictures.newest(1)
    lines = importers.load_report(library.pictures.import_report(picture))
    assert [each.used for each in lines if each.name == "scheduler"] == [""]
    assert {"seed", "clip_skip", "Lora hashes"} <= {each.name for each in lines}
    shutil.rmtree(tmp_path / "in")


DYING = """
import os, signal, sys
from pathlib import Path
from macapp.system import storage
from macapp.library import Library, imports
from macapp.system.paths import LibraryPaths

left = int(sys.argv[3])

def hang_up(operation):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGHUP)

with Library.open(LibraryPaths.at(Path(sys.argv[1]))) as library:
    storage.operation_hook = hang_up
    imports.import_pictures(library, [Path(sys.argv[2])])
"""


def hang_up_at(nth: int, places: LibraryPaths, source: Path) -> bool:
    """Import in a process that ends before its Nth operation; return whether it ended there."""
    command = [sys.executable, "-c", DYING, str(places.pictures), str(source), str(nth)]
    return subprocess.run(command, check=False).returncode == -signal.SIGHUP


def test_an_import_that_was_hung_up_on_leaves_nothing_behind_once_it_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = png(tmp_path / "in", "00099.png")
    source.with_suffix(".txt").write_text(A1111, encoding="utf-8")
    for nth in range(1, 40, 2):
        places = LibraryPaths.at(tmp_path / str(nth))
        died = hang_up_at(nth, places, source)
        with Library.open(places) as library:
            imports.import_pictures(library, [source])
            [picture] = library.pictures.newest(9)
            assert picture.request.prompt == PROMPT
            assert [each.name for each in visible(places.pictures)] == ["00099.png"], nth
            with acquire_runner(library):
                assert all(check.holds for check in verify(library, quietly)), nth
        if not died:
            return
    pytest.fail("it never came to its end")


def test_what_an_earlier_easel_left_behind_is_set_aside_when_the_index_is_made_again(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    imports.import_pictures(library, [png(tmp_path / "in", "00099.png", parameters=A1111)])
    [picture] = library.pictures.newest(1)
    second = picture.path.with_name("00099 (2).png")
    by_hand = picture.path.with_name("a copy of mine.png")
    for each in (second, by_hand):
        shutil.copy(picture.path, each)
    assert rebuild(library, quietly) == RebuildResult(copies=2)
    assert not second.exists()
    assert (library.places.damaged / second.name).read_bytes() == picture.path.read_bytes()
    assert by_hand.exists()


def test_an_imported_picture_that_was_moved_by_hand_keeps_its_row(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    imports.import_pictures(library, [png(tmp_path / "in", parameters=A1111)])
    [picture] = library.pictures.newest(1)
    library.marks.change([picture], marks.set_stars(5))
    library.marks.write_pending()
    moved = picture.path.rename(picture.path.parent.parent / "my heart.png")
    assert rebuild(library, quietly) == RebuildResult(moved=1)
    assert [(each.path, each.marks.stars) for each in library.pictures.newest(9)] == [(moved, 5)]


def test_an_import_that_ends_does_not_hide_that_another_died(places: LibraryPaths, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    first, second = png(tmp_path / "in", "1.png", parameters=A1111), png(tmp_path / "in", "2.png")
    for nth in range(2, 20):
        if not hang_up_at(nth, places, first) or list(places.pictures.rglob("1.png")):
            break
    with Library.open(places) as library:
        assert library.pictures.count() == 0
        imports.import_pictures(library, [second])
        with acquire_runner(library):
            assert library.pictures.count() == 2


def test_the_empty_place_of_a_disk_is_not_taken_for_the_library_after_an_import_died(tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "disk", tmp_path / "index", tmp_path / "spill")
    (tmp_path / "in").mkdir()
    with Library.open(places) as one:
        imports.import_pictures(one, [png(tmp_path / "in", "1.png", parameters=A1111)])
        index.execute(places, "DELETE FROM pictures")  # as if it had died before it wrote its rows
        index.execute(places, "INSERT INTO notes VALUES ('importing', '')")
    away = places.pictures.rename(tmp_path / "unplugged")
    places.pictures.mkdir()
    with Library.open(places) as library, acquire_runner(library):
        assert list(places.pictures.iterdir()) == []
    places.pictures.rmdir()
    away.rename(places.pictures)
    with Library.open(places) as library, acquire_runner(library):
        assert library.pictures.count() == 1


def test_a_report_knows_the_installed_models(library: Library, tiny_model: Path, tmp_path: Path) -> None:
    ModelRegistry(library.places).add(make_lora(tiny_model, tmp_path / "Detail.safetensors"))
    text = A1111.replace(PROMPT, "a cat <lora:detail:0.7> <lora:gone:1>")
    [added] = imports.import_pictures(library, [png(tmp_path, parameters=text)]).added
    lines = importers.load_report(library.pictures.import_report(library.pictures.find(added)))
    outcomes = {line.value: line.outcome for line in lines if line.name == "LoRA"}
    assert outcomes == {"detail (0.7)": importers.Outcome.UNDERSTOOD, "gone (1)": importers.Outcome.MISSING}
