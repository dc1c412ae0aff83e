"""Time and memory of the pictures in the form."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from macapp import models
from macapp.domain.request import Control, Request
from macapp.library.durations import Durations
from macapp.models import cost
from macapp.models.catalog import load_catalog
from macapp.models.families import FAMILIES
from macapp.planning.acceleration import Toolchain
from macapp.planning.plan import make_plan
from macapp.system.machine import Machine, detect_machine, with_overrides
from macapp.system.paths import LibraryPaths
from macapp.ui.form import cost_estimate
from macapp.ui.form.cost_estimate import CostQuery, Forecast, ForecastBasis, fitting_size, forecast, format_refusal
from macapp.ui.form.panel import GenerationForm
from tests.support.request_factory import request
from tests.support.ui_jobs import open_form


def test_a_size_this_mac_cannot_make_is_said_with_one_that_it_can(places: LibraryPaths, qtbot: QtBot) -> None:
    panel = open_form(places, with_overrides("ram=4GB,macos=14.0,device=mps", detect_machine()), qtbot)
    panel.size_field.set_size((4096, 4096))
    assert panel.build_requests() == []
    assert panel.price.refusal, "it is shown without a delay"
    panel.size_field.set_size((4096, 3072))
    qtbot.waitUntil(lambda: "4096 x 3072 needs an array larger than 4 GiB" in panel.price.refusal)
    assert (panel.price.words, panel.fault) == ("", "")
    panel.price.size_requested.connect(lambda width, height: panel.size_field.set_size((width, height)))
    panel.price.fit_button.click()
    qtbot.waitUntil(lambda: not panel.price.refusal)
    assert panel.build_requests()
    assert max(panel.size_field.size_asked) > 512


def test_the_price_is_said_before_the_picture_is_asked_for(panel: GenerationForm, qtbot: QtBot) -> None:
    made = request(width=128, height=128, steps=20, guidance_scale=4.0)
    panel.price.durations = lambda: Durations([(made, 30.0)])
    panel.load_request(made)
    qtbot.waitUntil(lambda: panel.price.words == "About 30 s")
    assert " MB of " in panel.price.line.toolTip()
    panel.steps.setValue(40)
    panel.count.setValue(4)
    qtbot.waitUntil(lambda: panel.price.words == "About 4 min 0 s for 4")
    assert "from earlier pictures of this model" in panel.price.line.toolTip()
    panel.guidance.setValue(1.0)
    panel.count.setValue(1)
    qtbot.waitUntil(lambda: panel.price.words == "About 30 s")
    panel.seed.show_seed(None, keep=True)
    panel.steps.setValue(20)
    qtbot.waitUntil(lambda: panel.price.words == "About 16 s")  # the time for decoding does not change


def test_before_the_first_picture_it_is_what_the_machine_could(places: LibraryPaths, qtbot: QtBot) -> None:
    panel = open_form(places, with_overrides("ram=8GB,macos=14.0,device=mps,chip=Apple M1", detect_machine()), qtbot)
    panel.price.durations = lambda: Durations([], expected=1.3e-3)
    panel.size_field.set_size((128, 128))
    panel.steps.setValue(20)
    panel.price.update_now()
    qtbot.waitUntil(lambda: panel.price.words == "About 18 s")
    assert "from the speed of this computer alone" in panel.price.line.toolTip()
    panel.price.durations = lambda: Durations([])
    panel.price.update_now()
    qtbot.waitUntil(lambda: " MB of " in panel.price.words)


def test_how_quick_a_processor_is_is_measured_when_nothing_else_tells(panel: GenerationForm, qtbot: QtBot) -> None:
    cost.measure_cpu_tflops.cache_clear()
    with qtbot.waitSignal(panel.price.measured):
        panel.price.update_now()
    qtbot.waitUntil(lambda: " s" in panel.price.words)


def test_what_is_used_beside_the_model_counts_in_memory_and_time() -> None:
    mac, own = with_overrides("ram=8GB,macos=14.0,device=mps", detect_machine()), models.find_checkpoint("starter")
    durations = Durations([(request(width=128, height=128, steps=20), 10.0)])
    asked = request(width=128, height=128, steps=20)
    control = Control(model="starter-edges", image="a" * 64)
    several = replace(asked, controls=(control,) * 4)

    def forecast_for(asked: Request, machine: Machine = mac) -> Forecast:
        return forecast(CostQuery(asked, own, 1), ForecastBasis(machine, "auto", "auto", durations))

    made, takes = forecast_for(asked).plan, forecast_for(asked).estimate
    one = forecast_for(replace(asked, controls=(control,)))
    controlled, longer = one.plan, one.estimate
    assert controlled.needed > made.needed
    assert takes is not None
    assert longer is not None
    assert longer.seconds > 1.2 * takes.seconds
    little = replace(mac, ram=int(made.needed / 0.6 * 1.01))
    assert forecast_for(asked, little).plan.fits
    refused = forecast_for(several, little).plan
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
        == "1024 × 1024 with SDXL needs 5.5 GB of memory, but only 4.8 GB can be used."
    )
    flux = replace(whole, kind=FAMILIES["FluxPipeline"])
    assert all(each % 16 == 0 for each in fitting_size(made, asked, flux) or (1, 1))


def test_what_compiling_saves_is_in_the_price_of_many(
    places: LibraryPaths, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost_estimate, "detect_toolchain", Toolchain)
    panel = open_form(places, with_overrides("ram=32GB,device=cuda,torch=2.13.0", detect_machine()), qtbot)
    asked = request(width=128, height=128, steps=20, guidance_scale=4.0)
    panel.price.durations = lambda: Durations([(asked, 5.0, True, 30.0), (asked, 8.0)])
    panel.load_request(asked)
    panel.count.setValue(10)
    qtbot.waitUntil(lambda: panel.price.words.endswith(" for 10"))
    assert "compiled" not in panel.price.words, "ten pictures save less time than compiling takes"
    panel.count.setValue(40)
    qtbot.waitUntil(lambda: panel.price.words.endswith("  ·  compiled"))
    assert panel.price.words.startswith("About 3 min 50 s for 40  ·  "), "30 s plus 40 times 5 s, not 40 times 8 s"
    assert "for 40 equal pictures: about 1.6 times as fast here" in panel.price.line.toolTip()
