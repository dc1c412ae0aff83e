"""The form shows every request, and returns the same request."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from macapp.domain.job import GeneratedImage
from macapp.domain.request import SEEDS, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.library import Library, source_images
from macapp.library.metadata import recipe
from macapp.library.metadata.recipe import PictureMetadata
from macapp.models import ResolvedRequest
from macapp.settings import Settings
from macapp.system import storage
from macapp.system.machine import detect_machine
from macapp.ui.form.panel import GenerationForm
from macapp.ui.main.window import MainWindow
from macapp.workflow.runner import Runner
from tests.support import tiny_models
from tests.support.fake_engine import ScriptedEngine, plain_picture
from tests.support.request_factory import SIDES, request, requests

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


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"prompt": 5}', '{"count": 1, "keep_seed": true}'])
def test_a_damaged_form_changes_nothing(panel: GenerationForm, text: str) -> None:
    before = panel.prompt.toPlainText()
    assert not panel.from_json(text)
    assert panel.prompt.toPlainText() == before


@pytest.fixture(scope="module")
def additions(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """A small SDXL, which supports every option but reference images, and auxiliary models of every kind for it."""
    folder = tmp_path_factory.mktemp("additions")
    xl = tiny_models.make_tiny_xl(folder / "xl")
    return {
        "model": [str(xl)],
        "lora": [str(tiny_models.make_lora(xl, folder / f"{n}.safetensors", seed=n)) for n in range(4)],
        "embedding": [str(tiny_models.make_embedding(folder / f"word{n}.safetensors", seed=n)) for n in range(3)],
        "controlnet": [str(tiny_models.make_tiny_controlnet(xl, folder / f"control{n}", seed=n)) for n in range(4)],
    }


def replace_models(asked: Request, additions: dict[str, list[str]]) -> Request:
    """Return a request with existing models in place of generated names."""
    return replace(
        asked,
        model=additions["model"][0],
        loras=tuple(replace(each, model=additions["lora"][n]) for n, each in enumerate(asked.loras)),
        references=(),  # `test_reference_field.py` has a model that uses them
        embeddings=tuple(additions["embedding"][: len(asked.embeddings)]),
        controls=tuple(replace(each, model=additions["controlnet"][n]) for n, each in enumerate(asked.controls)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=requests())
def test_any_request_is_the_same_in_the_window_the_queue_the_file_and_the_worker(
    window: MainWindow, library: Library, additions: dict[str, list[str]], asked: Request
) -> None:
    asked = replace_models(asked, additions)
    for name in asked.images:
        content = recipe.encode_png(
            plain_picture(request()), PictureMetadata("0" * 16, request(), "2026-11-20T12:00:00.000Z", {})
        )
        storage.write(source_images.image_path(library.places, name), content, library.places.temporary)
    window.prompt_panel.load_request(asked)
    shown = window.prompt_panel.request()
    assert shown == asked
    # A job needs models that exist and a scheduler that supports its steps.
    scheduler = asked.scheduler if asked.steps <= SCHEDULERS[asked.scheduler].max_steps else "ddim"
    asked = replace(asked, scheduler=scheduler, vae=None, upscaler=None, refiner=None)
    [job] = library.queue.add([asked])
    small = ScriptedPicture()
    Runner(library, lambda: small, lambda _event: None).run(only=[job.id])
    assert small.asked == asked
    found = recipe.read(library.pictures.find(job.id).path)
    assert found is not None
    assert found.request == asked
    window.prompt_panel.load_request(found.request)
    assert window.prompt_panel.request() == asked


class ScriptedPicture(ScriptedEngine):
    """An engine that records its request and returns a picture of 8 pixels, whatever the size."""

    asked: Request | None = None

    def generate(self, resolved: ResolvedRequest, images, on_load, on_step) -> GeneratedImage:
        self.asked = resolved.request
        return GeneratedImage(image=Image.new("RGB", (8, 8)), made_with={})


def test_a_model_dropped_on_the_window_goes_where_it_belongs(
    window: MainWindow, library: Library, starter_model: Path, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    lora = tiny_models.make_lora(starter_model, tmp_path / "ink.safetensors")
    upscaler = tiny_models.make_esrgan(tmp_path / "esrgan.safetensors")
    edges = tiny_models.make_tiny_controlnet(starter_model, tmp_path / "edges")
    window.open_files([lora])
    window.open_files([upscaler])
    panel.add_model(edges)
    assert panel.additions.summary() == "ink"
    assert panel.upscaling.upscaler.list.currentText() == "esrgan"
    assert panel.controls.summary() == "edges"
    window.open_files([tiny_model])
    assert panel.checkpoint is not None
    assert panel.checkpoint.id == str(tiny_model)
    again = MainWindow(library, detect_machine(), Settings())
    picker = again.prompt_panel.model
    names = [picker.itemText(n) for n in range(picker.count()) if picker.itemData(n)]
    assert names == ["Starter", tiny_model.name], "an added model is in the list at the next start"
    again.close()
    (tmp_path / "unsafe.ckpt").write_bytes(b"\x80\x04")
    window.open_files([tmp_path / "unsafe.ckpt"])
    assert "could run code" in panel.fault
