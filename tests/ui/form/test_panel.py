"""The form and the request are the same thing, both ways."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from macapp import models
from macapp.domain.job import GeneratedImage
from macapp.domain.request import SEEDS, Control, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.library import Library, source_images
from macapp.library.durations import Durations
from macapp.library.metadata import recipe
from macapp.library.metadata.recipe import PictureMetadata
from macapp.models import ResolvedRequest, cost
from macapp.models.catalog import load_catalog
from macapp.models.families import FAMILIES
from macapp.planning.acceleration import Toolchain
from macapp.planning.plan import make_plan
from macapp.system import storage
from macapp.system.machine import Machine, detect_machine, with_overrides
from macapp.system.paths import LibraryPaths
from macapp.ui.form import cost_estimate
from macapp.ui.form.cost_estimate import CostQuery, Forecast, ForecastBasis, fitting_size, forecast, format_refusal
from macapp.ui.form.panel import GenerationForm
from macapp.ui.form.size_field import Shape, fit_shape
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.task_pool import TaskPool
from macapp.workflow.runner import Runner
from tests.support import tiny_models
from tests.support.fake_engine import ScriptedEngine, plain_picture
from tests.support.request_factory import SIDES, request, requests


def opened(places: LibraryPaths, machine: Machine) -> GenerationForm:
    background = TaskPool(None)  # type: ignore[arg-type]
    panel = GenerationForm(machine, places, "auto", background)
    background.setParent(panel)
    panel.destroyed.connect(background.wait)
    return panel


@pytest.fixture
def panel(places: LibraryPaths, qtbot: QtBot) -> GenerationForm:
    made = opened(places, detect_machine())
    qtbot.addWidget(made)
    made.show()
    return made


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), exclude_characters="\ufdd0\ufdd1"), max_size=30
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    prompt=WORDS,
    negative=WORDS,
    seed=st.integers(0, SEEDS.stop - 1),
    width=SIDES,
    height=SIDES,
    steps=st.integers(1, 1000),
    guidance=st.integers(0, 1000),
    scheduler=st.sampled_from(sorted(SCHEDULERS)),
)
def test_use_these_settings_is_all_of_them(
    panel: GenerationForm, prompt, negative, seed, width, height, steps, guidance, scheduler
) -> None:
    asked = request(
        prompt,
        seed,
        negative_prompt=negative,
        width=width,
        height=height,
        steps=steps,
        guidance_scale=guidance / 10,
        scheduler=scheduler,
    )
    panel.load_request(asked)
    assert panel.request() == asked
    assert panel.from_json(panel.to_json())
    assert panel.request() == asked


def test_a_starting_image_and_its_strength_come_back_too(panel: GenerationForm, places: LibraryPaths, tmp_path) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "a.png")
    kept = source_images.store_file(places, tmp_path / "a.png")
    asked = request(image=kept.name, strength=0.35, steps=20)
    panel.load_request(asked)
    assert panel.request() == asked
    panel.load_request(replace(asked, image=None, strength=None))
    assert panel.request().image is None


def test_first_start_offers_an_example(panel: GenerationForm) -> None:
    assert panel.prompt.toPlainText() == "a red heart on a white background"
    assert panel.checkpoint is not None
    assert panel.request().size == panel.checkpoint.size


def test_several_pictures_count_up_from_a_kept_seed_and_differ_from_a_random_one(panel: GenerationForm) -> None:
    panel.count.setValue(3)
    panel.seed.show_seed(41, keep=True)
    assert [each.seed for each in panel.build_requests()] == [41, 42, 43]
    panel.seed.show_seed(None, keep=False)
    first, second = panel.build_requests()[0].seed, panel.build_requests()[0].seed
    assert first != second
    assert panel.seed.shown() == second


def test_what_is_wrong_is_said_under_the_form(panel: GenerationForm) -> None:
    panel.seed.show_seed(None, keep=True)
    assert panel.build_requests() == []
    assert "seed must be a whole number" in panel.fault
    panel.seed.show_seed(5, keep=True)
    assert len(panel.build_requests()) == 1
    assert panel.fault == ""


def test_a_size_this_mac_cannot_make_is_said_with_one_that_it_can(places: LibraryPaths, qtbot: QtBot) -> None:
    panel = opened(places, with_overrides("ram=4GB,macos=14.0,device=mps", detect_machine()))
    qtbot.addWidget(panel)
    panel.show()
    panel.size_field.set_size((4096, 4096))
    assert panel.build_requests() == []
    assert panel.price.refusal, "said at once to whom does not wait for it"
    panel.size_field.set_size((4096, 3072))
    qtbot.waitUntil(lambda: "4096 x 3072 needs an array larger than 4 GiB" in panel.price.refusal)
    assert (panel.price.words, panel.fault) == ("", "")
    panel.price.size_requested.connect(lambda width, height: panel.size_field.set_size((width, height)))
    panel.price._fit.click()
    qtbot.waitUntil(lambda: not panel.price.refusal)
    assert panel.build_requests()
    assert max(panel.size_field.size_asked) > 512


def test_a_typed_side_becomes_a_multiple_of_8_where_it_can_be_seen(panel: GenerationForm) -> None:
    panel.size_field._width.setValue(101)
    assert panel.size_field.size_asked[0] == 104
    panel.size_field.set_size((96, 160))
    panel.size_field._swap.click()
    assert panel.size_field.size_asked == (160, 96)


@pytest.mark.parametrize(
    ("shape", "native", "size"),
    [((1, 1), 512, (512, 512)), ((3, 4), 512, (448, 576)), ((16, 9), 1024, (1344, 768)), ((3, 4), 128, (112, 144))],
)
def test_shapes_keep_about_the_model_s_own_number_of_pixels(shape, native: int, size) -> None:
    assert fit_shape(Shape("", *shape), native) == size


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"prompt": 5}', '{"count": 1, "keep_seed": true}'])
def test_a_damaged_form_changes_nothing(panel: GenerationForm, text: str) -> None:
    before = panel.prompt.toPlainText()
    assert not panel.from_json(text)
    assert panel.prompt.toPlainText() == before


def test_the_prompt_field_grows_with_its_text(panel: GenerationForm) -> None:
    before = panel.prompt.sizeHint().height()
    panel.prompt.setPlainText("\n".join("words" for _ in range(6)))
    assert panel.prompt.sizeHint().height() > before


@pytest.fixture(scope="module")
def additions(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """An SDXL of a few channels, which takes everything, and additions of every kind to it."""
    folder = tmp_path_factory.mktemp("additions")
    xl = tiny_models.make_tiny_xl(folder / "xl")
    return {
        "model": [str(xl)],
        "lora": [str(tiny_models.make_lora(xl, folder / f"{n}.safetensors", seed=n)) for n in range(4)],
        "embedding": [str(tiny_models.make_embedding(folder / f"word{n}.safetensors", seed=n)) for n in range(3)],
        "controlnet": [str(tiny_models.make_tiny_controlnet(xl, folder / f"control{n}", seed=n)) for n in range(4)],
    }


def with_models(asked: Request, additions: dict[str, list[str]]) -> Request:
    """Return a request with models that are there in the place of invented ones."""
    return replace(
        asked,
        model=additions["model"][0],
        loras=tuple(replace(each, model=additions["lora"][n]) for n, each in enumerate(asked.loras)),
        embeddings=tuple(additions["embedding"][: len(asked.embeddings)]),
        controls=tuple(replace(each, model=additions["controlnet"][n]) for n, each in enumerate(asked.controls)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=requests())
def test_any_request_is_the_same_in_the_window_the_queue_the_file_and_the_worker(
    window: MainWindow, library: Library, additions: dict[str, list[str]], asked: Request
) -> None:
    asked = with_models(asked, additions)
    for name in asked.images:
        content = recipe.encode_png(
            plain_picture(request()), PictureMetadata("0" * 16, request(), "2026-11-20T12:00:00.000Z", {})
        )
        storage.write(source_images.image_path(library.places, name), content, library.places.temporary)
    window.prompt_panel.load_request(asked)
    shown = window.prompt_panel.request()
    assert shown == asked
    [job] = library.queue.add([shown])
    small = ScriptedPicture()
    Runner(library, lambda: small, lambda _event: None).run(only=[job.id])
    assert small.asked == asked
    found = recipe.read(library.pictures.find(job.id).path)
    assert found is not None
    assert found.request == asked
    window.prompt_panel.load_request(found.request)
    assert window.prompt_panel.request() == asked


def test_what_is_changed_in_the_form_is_what_goes_out(window: MainWindow) -> None:
    window.prompt_panel.load_request(request("a heart", guidance_scale=7.123456, steps=20))
    assert window.prompt_panel.request().guidance_scale == 7.123456
    window.prompt_panel.guidance.setValue(3.5)
    window.prompt_panel.steps.setValue(21)
    out = window.prompt_panel.request()
    assert (out.guidance_scale, out.steps, out.prompt) == (3.5, 21, "a heart")


class ScriptedPicture(ScriptedEngine):
    """An engine that keeps what it was asked for and makes a picture of 8 pixels, whatever the size."""

    asked: Request | None = None

    def generate(self, resolved: ResolvedRequest, images, on_load, on_step) -> GeneratedImage:
        self.asked = resolved.request
        return GeneratedImage(image=Image.new("RGB", (8, 8)), made_with={})


def test_a_megabyte_that_is_pasted_is_refused_in_words_and_what_was_typed_stays(
    panel: GenerationForm, qtbot: QtBot
) -> None:
    panel.prompt.setPlainText("half a thought")
    data = QMimeData()
    data.setText("a word " * 150_000)
    QGuiApplication.clipboard().setMimeData(data)
    panel.prompt.paste()
    assert panel.prompt.toPlainText() == "half a thought"
    assert "1050000 characters" in panel.fault
    data = QMimeData()
    data.setText(" and its end")
    panel.prompt.moveCursor(QTextCursor.MoveOperation.End)
    panel.prompt.insertFromMimeData(data)
    assert panel.prompt.toPlainText() == "half a thought and its end"


def test_the_price_is_said_before_the_picture_is_asked_for(panel: GenerationForm, qtbot: QtBot) -> None:
    made = request(width=128, height=128, steps=20, guidance_scale=4.0)
    panel.price.durations = lambda: Durations([(made, 30.0)])
    panel.load_request(made)
    qtbot.waitUntil(lambda: panel.price.words.startswith("About 30 s  ·  "))
    assert " MB of " in panel.price.words
    panel.steps.setValue(40)
    panel.count.setValue(4)
    qtbot.waitUntil(lambda: panel.price.words.startswith("About 4 min 0 s for 4  ·  "))
    assert "from earlier pictures of this model" in panel.price._line.toolTip()
    panel.guidance.setValue(1.0)
    panel.count.setValue(1)
    qtbot.waitUntil(lambda: panel.price.words.startswith("About 30 s  ·  "))
    panel.seed.show_seed(None, keep=True)
    panel.steps.setValue(20)
    qtbot.waitUntil(lambda: panel.price.words.startswith("About 16 s  ·  "))  # decoding stays what it was


def test_before_the_first_picture_it_is_what_the_machine_could(places: LibraryPaths, qtbot: QtBot) -> None:
    panel = opened(places, with_overrides("ram=8GB,macos=14.0,device=mps,chip=Apple M1", detect_machine()))
    qtbot.addWidget(panel)
    panel.show()
    panel.price.durations = lambda: Durations([], expected=1.3e-3)
    panel.size_field.set_size((128, 128))
    panel.steps.setValue(20)
    panel.price.update_now()
    qtbot.waitUntil(lambda: panel.price.words.startswith("About 18 s  ·  "))
    assert "from the speed of this computer alone" in panel.price._line.toolTip()
    panel.price.durations = lambda: Durations([])
    panel.price.update_now()
    qtbot.waitUntil(lambda: "s" not in panel.price.words.partition("·")[0])
    assert panel.price.words, "the memory is known all the same"


def test_how_quick_a_processor_is_is_measured_when_nothing_else_tells(panel: GenerationForm, qtbot: QtBot) -> None:
    cost._measure_cpu.cache_clear()
    with qtbot.waitSignal(panel.price.measured):
        panel.price.update_now()
    qtbot.waitUntil(lambda: "  ·  " in panel.price.words)


def test_what_is_used_beside_the_model_counts_in_memory_and_time() -> None:
    mac, own = with_overrides("ram=8GB,macos=14.0,device=mps", detect_machine()), models.find_checkpoint("starter")
    durations = Durations([(request(width=128, height=128, steps=20), 10.0)])
    asked = request(width=128, height=128, steps=20)
    control = Control(model="starter-edges", image="a" * 64)
    several = replace(asked, controls=(control,) * 4)

    def told(asked: Request, machine: Machine = mac) -> Forecast:
        return forecast(CostQuery(asked, own, 1), ForecastBasis(machine, "auto", "auto", durations))

    made, takes = told(asked).plan, told(asked).estimate
    one = told(replace(asked, controls=(control,)))
    controlled, longer = one.plan, one.estimate
    assert controlled.needed > made.needed
    assert takes is not None
    assert longer is not None
    assert longer.seconds > 1.2 * takes.seconds
    little = replace(mac, ram=int(made.needed / 0.6 * 1.01))
    assert told(asked, little).plan.fits
    refused = told(several, little).plan
    assert not refused.fits
    assert "128 × 128 with Starter needs" in format_refusal(refused, several, own)


def test_what_is_refined_larger_than_it_can_be_gets_the_size_to_draw_at(places: LibraryPaths) -> None:
    mac = with_overrides("ram=8GB,macos=14.0,device=mps", detect_machine())
    own = models.find_checkpoint("starter")
    whole = replace(own, architecture=load_catalog()["sd-1.5"].architecture or own.architecture)
    asked = request(width=1024, height=768, steps=20, hires_scale=2.0)
    made = make_plan(mac, whole.architecture, asked.refined_size)
    fitting = fitting_size(made, asked, whole)
    assert fitting is not None
    assert fitting[0] / fitting[1] == pytest.approx(4 / 3, rel=0.05)
    assert make_plan(mac, whole.architecture, replace(asked, width=fitting[0], height=fitting[1]).refined_size).fits
    assert "array larger than 4 GiB" in format_refusal(made, asked, whole)
    xl = replace(whole, name="SDXL", architecture=load_catalog()["sdxl"].architecture or own.architecture)
    asked = request(width=1024, height=1024)
    assert (
        format_refusal(make_plan(mac, xl.architecture, asked.refined_size), asked, xl)
        == "1024 × 1024 with SDXL needs 6.1 GB of memory, but only 4.8 GB can be used."
    )
    flux = replace(whole, kind=FAMILIES["FluxPipeline"])
    assert all(each % 16 == 0 for each in fitting_size(made, asked, flux) or (1, 1))


def test_what_compiling_saves_is_in_the_price_of_many(
    places: LibraryPaths, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost_estimate, "detect_toolchain", Toolchain)
    panel = opened(places, with_overrides("ram=32GB,device=cuda,torch=2.13.0", detect_machine()))
    qtbot.addWidget(panel)
    panel.show()
    asked = request(width=128, height=128, steps=20, guidance_scale=4.0)
    panel.price.durations = lambda: Durations([(asked, 5.0, True, 30.0), (asked, 8.0)])
    panel.load_request(asked)
    panel.count.setValue(10)
    qtbot.waitUntil(lambda: panel.price.words.endswith(" GB"))
    assert "compiled" not in panel.price.words, "ten do not pay it back"
    panel.count.setValue(40)
    qtbot.waitUntil(lambda: panel.price.words.endswith("  ·  compiled"))
    assert panel.price.words.startswith("About 3 min 50 s for 40  ·  "), "30 s and 40 times 5, not 40 times 8"
    assert "for 40 equal pictures: about 1.6 times as fast here" in panel.price._line.toolTip()
