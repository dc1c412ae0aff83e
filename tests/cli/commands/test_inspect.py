"""The commands `plan` and `doctor`."""

import json
from pathlib import Path

import pytest

from macapp.domain.job import GeneratedImage
from macapp.library import Library
from macapp.models.families import FAMILIES
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def test_the_plan_of_another_mac_is_told_before_anything_is_loaded(tiny_model: Path, said) -> None:
    order = ("plan", "--model", str(tiny_model), "--size", "4096x4096", "--as")
    code, out, _ = said(*order, "ram=900MB,torch=1.13.1,macos=13.0,device=mps", "--json")
    told = json.loads(out)
    assert code == 0
    assert told.keys() == {
        "device", "dtype", "slice_attention", "slice_attention_why", "attention", "text_encoder", "guidance",
        "vae_tiling", "requirements", "known_issues", "libraries",
        "text_encoder_why", "guidance_why", "vae_tiling_why", "weight_format", "weight_format_why",
        "available_why", "needed_bytes",
        "warm_up", "warm_up_why", "fits", "refused",
        "largest_size", "pad_heads", "pad_heads_why", "weights_bytes", "peak_bytes", "available_bytes",
        "seconds", "seconds_from", "dtypes", "dtype_why",
        "channels_last", "channels_last_why", "tf32", "tf32_why", "compile", "compile_why",
    }  # fmt: skip
    assert told["weights_bytes"] < told["available_bytes"] < told["peak_bytes"] < told["needed_bytes"]
    assert (told["device"], told["dtype"], told["slice_attention"], told["warm_up"]) == ("mps", "float32", True, True)
    assert told["dtypes"] == {"denoiser": "float32", "text_encoder": "float32", "vae": "float32"}
    assert told["fits"] is False
    assert told["largest_size"] in told["refused"]
    assert said("plan", "--model", str(tiny_model), "--as", "ram=lots")[0] == 2


@pytest.mark.parametrize(
    ("machine", "needs"),
    [
        ("torch=1.12.1,macos=13.0", "needs PyTorch 1.13"),
        ("macos=12.3", "needs macOS 12.6"),
        ("macos=12.3,torch=2.13.0", "needs macOS"),
    ],
)
def test_the_plan_as_json_refuses_a_mac_that_lacks_a_requirement(machine: str, needs: str, said) -> None:
    text, as_json = said("plan", "--as", machine)[1], json.loads(said("plan", "--as", machine, "--json")[1])
    assert needs in text
    assert any(needs in each for each in as_json["requirements"])
    assert needs in as_json["refused"]
    assert as_json["fits"] is False


@pytest.mark.parametrize("machine", ["torch=1.12.1,macos=12.3", "torch=2.8.0,macos=15.5,device=mps", "macos=12.6"])
def test_the_plan_as_json_omits_nothing_that_the_text_says(machine: str, said) -> None:
    text, as_json = said("plan", "--as", machine)[1], said("plan", "--as", machine, "--json")[1]
    missing = [each for each in text.splitlines()[3:-1] if json.dumps(each)[1:-1] not in as_json]
    assert missing == ["Pictures are made one after another, never as a batch: batches are unreliable on Apple's GPU."]


def test_advice_about_a_newer_macos_refuses_nothing(said) -> None:
    fields = json.loads(said("plan", "--as", "macos=12.6,torch=1.13.1", "--json")[1])
    assert any("recommended" in each for each in fields["requirements"])
    assert fields["refused"] is None


def test_a_plan_counts_what_is_used_beside_the_model(tiny_model: Path, tmp_path: Path, said) -> None:
    from tests.support import tiny_models

    net = str(tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "net"))
    esrgan = str(tiny_models.make_esrgan(tmp_path / "esrgan.safetensors"))
    order = ("plan", "--model", str(tiny_model), "--steps", "4", "--json")

    def told(*more: str) -> dict:
        code, out, error = said(*order, *more)
        assert code == 0, error
        return json.loads(out)

    alone = told()
    controlled, larger = told("--controlnet", net), told("--upscale", "4", "--upscaler", esrgan)
    refined = told("--hires-scale", "2")
    for each in (controlled, larger, refined):
        assert each["seconds"] > alone["seconds"] or each["peak_bytes"] > alone["peak_bytes"]
    assert controlled["weights_bytes"] > alone["weights_bytes"]
    assert larger["weights_bytes"] > alone["weights_bytes"]
    assert refined["weights_bytes"] == alone["weights_bytes"]
    assert refined["peak_bytes"] > alone["peak_bytes"]
    assert said(*order, "--controlnet", esrgan)[0] == 2
    assert said(*order, "--upscaler", str(tmp_path / "gone"), "--upscale", "2")[0] == 3
    assert said(*order, "--upscale", "5")[0] == 2


def test_a_plan_counts_reference_images(tiny_model: Path, tmp_path: Path, said) -> None:
    from tests.support.libraries import skip_if_too_old_for
    from tests.support.tiny_editors import make_editor

    skip_if_too_old_for(FAMILIES["QwenImageEditPlusPipeline"])
    editor = str(make_editor("QwenImageEditPlusPipeline", tmp_path / "editor"))

    klein = str(make_editor("Flux2KleinPipeline", tmp_path / "klein"))

    def planned(model: str, *more: str) -> dict:
        code, out, error = said("plan", "--model", model, "--size", "128x128", "--steps", "4", "--json", *more)
        assert code == 0, error
        return json.loads(out)

    assert planned(editor) == planned(editor, "--references", "1"), "the model edits: one image at least"
    none, one, two = planned(klein), planned(klein, "--references", "1"), planned(klein, "--references", "2")
    assert none["peak_bytes"] < one["peak_bytes"]
    assert none["seconds"] < one["seconds"] < two["seconds"]
    code, _, error = said("plan", "--model", editor, "--references", "4")
    assert (code, "uses at most 3 reference images, and there are 4" in error) == (2, True)
    code, _, error = said("plan", "--model", editor, "--references", "0")
    assert (code, "Add a reference image" in error) == (2, True)
    assert said("plan", "--model", str(tiny_model), "--references", "1")[0] == 2


def test_the_plan_says_how_long_a_picture_takes(tiny_model: Path, tmp_path: Path, said) -> None:
    order = ("--library", str(tmp_path), "plan", "--model", str(tiny_model), "--size", "64x64", "--steps", "10")
    told = [
        json.loads(said(*order, "--json", "--as", f"device=mps,chip={chip}")[1]) for chip in ("Apple M1", "Apple M9")
    ]
    assert told[0]["seconds"] is not None
    assert told[0]["seconds_from"] == "expected"
    assert told[1]["seconds"] is None, "nobody knows that chip"
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        [job] = library.queue.add([request(model=str(tiny_model), steps=5, guidance_scale=7.5)])
        library.queue.claim_next()
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}), 100.0)
    told = json.loads(said(*order, "--json")[1])
    assert (told["seconds"], told["seconds_from"]) == (200.0, "made")
    assert "takes about 3 min 20 s per picture" in said(*order)[1]
    assert said(*order, "--steps", "0")[0] == 2


def test_the_plan_says_from_how_many_pictures_on_compiling_pays(tiny_model: Path, tmp_path: Path, said) -> None:
    pytest.importorskip("torch", minversion="2.5")  # older versions never compile, and say so
    order = ("--library", str(tmp_path), "plan", "--model", str(tiny_model), "--size", "64x64", "--steps", "10")
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        for seconds, facts in ((8.0, {}), (5.0, {"compiled": True, "compile_seconds": 30.0})):
            [job] = library.queue.add([request(model=str(tiny_model), steps=10, guidance_scale=7.5)])
            library.queue.claim_next()
            library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with=facts), seconds)
        ahead = library.durations().forecast(job.request, 11)
    assert ahead.break_even == 11
    here = json.loads(said(*order, "--count", "11", "--device", "cpu", "--json")[1])
    assert (here["compile"], here["channels_last"], here["tf32"]) == (False, False, False)
    assert here["compile_why"] == "Nothing is compiled: on the cpu this happens only if you turn it on."
    other = json.loads(said(*order, "--count", "11", "--as", "device=cuda", "--json")[1])
    assert (other["compile"], other["channels_last"], other["tf32"]) == (False, True, False)
    assert "is not yet known" in other["compile_why"], "of another machine nothing was learned"
    assert "because of your setting" in said(*order, "--as", "device=cuda", "--compile", "on")[1]
    assert said(*order, "--count", "0")[0] == 2


def test_the_doctor_names_rules_and_why(tmp_path: Path, said) -> None:
    code, out, _ = said("--library", str(tmp_path), "doctor", "--json")
    assert code == 0
    report = json.loads(out)
    assert report["packages"]["torch"]
    assert all(rule["why"].endswith(".") for rule in report["rules"])
    assert said("--library", str(tmp_path), "doctor")[0] == 0
