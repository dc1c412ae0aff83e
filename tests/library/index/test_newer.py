"""Rows of a newer Easel: jobs are held, pictures are marked, and all other rows work."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from macapp import settings
from macapp.domain.job import GeneratedImage, JobState, Picture
from macapp.domain.request import Request
from macapp.errors import BadRequest
from macapp.library import Library
from macapp.library.grids import Axis, Grid
from macapp.library.index.newer import read_request
from macapp.library.metadata import recipe
from macapp.library.rebuild import rebuild
from macapp.library.recovery import acquire_runner
from macapp.library.verify import verify
from macapp.settings import Settings
from macapp.system.paths import LibraryPaths
from tests.support import index
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request
from tests.workflow.test_runner import Run

NEWER: dict[str, Callable[[dict], object]] = {
    "a scheduler that is not known": lambda values: values.update(scheduler="quantum ancestral"),
    "a field that is not known": lambda values: values.update(sharpness=0.5),
    "a way to resize that is not known": lambda values: values.update(resize="liquid"),
    "a field of another kind": lambda values: values.update(steps=[10, 20]),
    "a part of another kind": lambda values: values.update(loras=["a name"], controls={"a": "map"}),
    "a part with a field that is not known": lambda values: values.update(
        loras=[{"model": "a", "weight": 1.0, "blocks": "all"}]
    ),
    "a prompt of parts": lambda values: values.update(prompt={"sky": "red", "ground": "blue"}),
    "an image in another form": lambda values: values.update(image={"frames": 3}, strength=0.5),
    "a size that is not known": lambda values: values.update(width=100_000),
    "a field that is missing": lambda values: values.pop("guidance_scale"),
}


def newer_json(change: Callable[[dict], object], asked: Request | None = None) -> str:
    values = (asked or request("of tomorrow")).to_dict()
    change(values)
    return json.dumps(values, indent=1)  # not as this Easel writes it, so a rewritten row has other bytes


def of(change: str, prompt: str = "of tomorrow") -> str:
    return newer_json(NEWER[change], request(prompt))


def write_job(library: Library, stored: str, state: str = "waiting", reason: str | None = None) -> str:
    """Add a job as a newer Easel would, and return its id."""
    [job] = library.queue.add([request("of tomorrow")])
    change = "UPDATE jobs SET request = ?, state = ?, reason = ? WHERE id = ?"
    index.execute(library.places, change, (stored, state, reason, job.id))
    return job.id


def write_picture(library: Library, stored: str) -> Picture:
    """Replace the row of a picture with one of a newer Easel."""
    [job] = library.queue.add([request("of tomorrow")])
    library.queue.claim_next([job.id])
    made = library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    index.execute(library.places, "UPDATE pictures SET request = ? WHERE id = ?", (stored, made.id))
    return library.pictures.find(made.id)


def stored_in(library: Library, table: str) -> list[str]:
    return [text for (text,) in index.execute(library.places, f"SELECT request FROM {table} ORDER BY rowid")]


@pytest.mark.parametrize("change", NEWER)
def test_what_is_understood_is_read_and_the_rest_is_named(change: str) -> None:
    read = read_request(of(change))
    assert read.newer
    assert not read.damaged
    assert read.request.seed == 1
    assert change == "a prompt of parts" or read.request.prompt == "of tomorrow"


def test_what_this_easel_wrote_is_read_whole() -> None:
    asked = request("now", scheduler="ddim", eta=0.5)
    read = read_request(asked.to_json())
    assert (read.request, read.newer) == (asked, False)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", "[" * 100_000])
def test_what_no_easel_wrote_is_damaged(text: str) -> None:
    assert read_request(text).damaged


@pytest.mark.parametrize("change", NEWER)
def test_a_job_of_a_newer_easel_is_held_and_the_others_are_made(library: Library, change: str) -> None:
    stored = of(change)
    held = write_job(library, stored)
    [other] = library.queue.add([request("of today")])
    [first, second] = library.queue.unfinished()
    assert (first.id, first.state, first.newer) == (held, JobState.HELD, True)
    assert first.reason is not None
    assert first.reason.code == "job-newer"
    assert (second.id, second.newer) == (other.id, False)
    assert library.queue.count_compilable_run(request("of today")) == 1
    assert sorted(library.queue.grouped_by_model().ids) == sorted([held, other.id])
    run = Run(library)
    run.runner.run()
    assert [each.prompt for each in run.engine.made] == ["of today"]
    assert run.kinds()[-1] == "idle"
    assert not library.queue.has_work
    [listed] = library.queue.failed()
    assert (listed.id, listed.state) == (held, JobState.HELD)
    assert stored_in(library, "jobs")[0] == stored
    assert library.queue.retry(held)
    assert library.queue.claim_next() is None
    library.queue.dismiss_all([held])
    assert library.queue.failed() == []
    assert stored_in(library, "jobs")[0] == stored


def test_a_job_that_was_held_for_its_newer_easel_waits_again_once_it_is_understood(library: Library) -> None:
    held = write_job(library, of("a field that is not known"))
    assert library.queue.claim_next() is None
    with acquire_runner(library):
        assert library.queue.count_waiting() == 0
    understood = "UPDATE jobs SET request = ? WHERE id = ?"  # as after an update of Easel
    index.execute(library.places, understood, (request("now").to_json(), held))
    with acquire_runner(library):
        claimed = library.queue.claim_next()
    assert claimed is not None
    assert claimed.id == held


def test_a_job_in_a_state_that_is_not_known_is_held(library: Library) -> None:
    job = write_job(library, request("asleep").to_json(), state="dreaming", reason='{"why": ["of", "a", "list"]}')
    [other] = library.queue.add([request("of today")])
    [listed] = library.queue.failed()
    assert (listed.id, listed.state, listed.newer) == (job, JobState.HELD, True)
    assert library.queue.claim_next() is not None
    assert library.queue.claim_next() is None
    assert not library.queue.retry(job)
    assert library.queue.find(other.id) is not None
    library.queue.dismiss_all([job])
    assert library.queue.failed() == []


@pytest.mark.parametrize("reason", ['"text"', "{", '{"kind": "Melted", "code": "gpu-melted", "data": {"code": 3}}'])
def test_a_reason_of_a_newer_easel_stops_nothing(library: Library, reason: str) -> None:
    from macapp.messages import message_for

    write_job(library, request().to_json(), state="failed", reason=reason)
    [failed] = library.queue.failed()
    assert failed.state is JobState.FAILED
    assert failed.reason is not None
    assert "newer Easel" in message_for(failed.reason)


def test_a_death_in_a_job_of_a_newer_easel_is_put_in_order(library: Library) -> None:
    job = write_job(library, of("a scheduler that is not known"), state="running")
    with acquire_runner(library):
        found = library.queue.find(job)
    assert found is not None
    assert found.state is JobState.HELD


@pytest.mark.parametrize("change", [each for each in NEWER if each != "a prompt of parts"])
def test_a_picture_of_a_newer_easel_is_shown_as_one(library: Library, made, change: str) -> None:
    today = made(request("of today"))
    stored = of(change)
    newer = write_picture(library, stored)
    assert newer.newer
    assert newer.inferred_fields
    assert newer.request.prompt == "of tomorrow"
    assert [each.id for each in library.pictures.newest(9)] == [newer.id, today.id]
    found = library.pictures.by_row_numbers(library.pictures.search("tomorrow"))
    assert [each.id for each in found] == [newer.id]
    for other in (newer, today):
        library.pictures.seed_siblings(other)
        library.pictures.parent_of(other)
        library.pictures.children_of(other)
    assert not library.pictures.find(today.id).newer
    library.model_usage()
    library.durations()
    from macapp.library import marks

    library.marks.change([newer], marks.set_stars(3))
    library.marks.write_pending()
    assert library.pictures.find(newer.id).marks.stars == 3
    assert [check.name for check in verify(library, lambda _done, _all: None) if not check.holds] == []
    assert stored_in(library, "pictures")[1] == stored


def test_a_file_of_a_newer_easel_is_ours_and_its_row_says_all_that_it_says(library: Library) -> None:
    picture = write_picture(library, of("a scheduler that is not known"))
    values = {**picture.request.to_dict(), "scheduler": "quantum ancestral", "sharpness": 0.5}
    written = recipe.PictureMetadata(picture.id, picture.request, picture.created, {})
    content = recipe.encode_png(plain_picture(picture.request), written)
    text = json.dumps(
        {"schema": 1, "id": picture.id, "created": picture.created, "made_with": {}, "request": values, "seed": "1"}
    )
    from macapp.imaging.png import replace_text

    picture.path.write_bytes(replace_text(content, recipe.KEY, text))
    index.execute(library.places, "DELETE FROM pictures")
    assert rebuild(library, lambda _done, _all: None).added == 1
    again = library.pictures.find(picture.id)
    assert again.newer
    assert {"scheduler", "sharpness"} <= again.inferred_fields
    assert json.loads(stored_in(library, "pictures")[0]) == values


def test_the_command_line_lists_searches_and_verifies_beside_them(library: Library, made, said) -> None:
    folder = str(library.places.pictures)
    made(request("of today"))
    newer = write_picture(library, of("a scheduler that is not known"))
    write_job(library, of("a field that is not known"))
    for command in (["queue"], ["list"], ["search", "tomorrow"], ["verify"], ["show", newer.id]):
        code, out, err = said("--library", folder, *command)
        assert (code, err) == (0, ""), command
        assert out
    assert "made by a newer Easel" in said("--library", folder, "queue")[1]
    assert "made by a newer Easel" in said("--library", folder, "list")[1]
    fields = json.loads(said("--library", folder, "show", newer.id, "--json")[1])
    assert fields["scheduler"] is None
    code, _out, err = said("--library", folder, "repeat", newer.id)
    assert code == 2
    assert "A newer Easel made" in err


def test_presets_and_grids_of_a_newer_easel_stay_and_the_others_can_be_used(library: Library) -> None:
    stored, places = of("a field that is not known"), library.places
    index.execute(places, "INSERT INTO presets VALUES ('named', 'theirs', ?), ('model', 'm', ?)", (stored, stored))
    library.presets.save("mine", request())
    assert list(library.presets.all()) == ["mine"]
    assert library.presets.for_model("m") is None
    for refused in (
        lambda: library.presets.save("theirs", request()),
        lambda: library.presets.find("theirs"),
        lambda: library.presets.save_for_model(request(model="m")),
    ):
        with pytest.raises(BadRequest, match="name-newer"):
            refused()
    assert index.execute(places, "SELECT request FROM presets WHERE name != 'mine'") == [(stored,)] * 2
    grid = Grid(request(), Axis("seed", (1, 2)), Axis("steps", (3, 4)))
    library.grids.save("mine", grid)
    theirs = json.dumps(
        {
            "base": request().to_dict(),
            "across": {"field": "sharpness", "values": [1]},
            "down": {"field": "seed", "values": [1]},
        }
    )
    for name, definition in {"a": theirs, "b": "{}", "c": "7"}.items():
        index.execute(places, "INSERT INTO grids VALUES (?, ?)", (name, definition))
    assert library.grids.all() == {"mine": grid}
    with pytest.raises(BadRequest, match="name-newer"):
        library.grids.save("a", grid)
    assert index.execute(places, "SELECT definition FROM grids WHERE name = 'a'") == [(theirs,)]


def test_settings_of_a_newer_easel_are_kept_when_this_one_saves(places: LibraryPaths) -> None:
    places.index.mkdir(parents=True)
    places.settings.write_text('{"compile": "by the moon", "hologram": {"depth": 3}, "device": "cpu"}')
    chosen = settings.load(places)
    settings.save(places, chosen.with_changes(device="mps"))
    stored = json.loads(places.settings.read_text())
    assert (stored["compile"], stored["hologram"], stored["device"]) == ("by the moon", {"depth": 3}, "mps")
    settings.save(places, settings.load(places).with_changes(compile="on"))
    assert json.loads(places.settings.read_text())["compile"] == "on"
    assert settings.load(places) == Settings(device="mps", compile="on")


def test_notes_of_a_newer_easel_stop_nothing(library: Library) -> None:
    index.execute(library.places, "INSERT INTO notes VALUES ('deaths abc', 'many'), ('hologram', '{}')")
    assert not library.queue.hold_checkpoint("m", "abc", BadRequest("canceled"))
    with Library.open(library.places):
        pass


def test_an_older_easel_that_opens_it_changes_no_stored_request(library: Library, tmp_path: Path) -> None:
    write_job(library, of("a field that is not known"))
    write_picture(library, of("a scheduler that is not known"))
    before = stored_in(library, "jobs"), stored_in(library, "pictures")
    for _start in range(2):
        with Library.open(library.places) as other, acquire_runner(other):
            other.queue.unfinished()
            other.pictures.newest(9)
    assert (stored_in(library, "jobs"), stored_in(library, "pictures")) == before
    with sqlite3.connect(library.places.database) as raw:
        assert raw.execute("SELECT count(*) FROM jobs WHERE request LIKE '%sharpness%'").fetchone() == (1,)
    raw.close()
