"""The workflows, as far as they can be looked at without their machines: parsed, linted, and calling what there is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bundle import smoke_run
from bundle.__main__ import STEPS
from bundle.build_step import ROOT
from bundle.keychain import CERTIFICATE
from bundle.plist import LEAST_MACOS

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([\w./$()-]+):", (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv"), re.MULTILINE))


def parsed(file: Path) -> dict[Any, Any]:
    return yaml.safe_load(file.read_text())


def steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in parsed(file)["jobs"].values() for step in job["steps"]]


def commands() -> list[str]:
    return [step["run"] for file in WORKFLOWS for step in steps(file) if "run" in step]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_is_pinned_bounded_and_may_read_only(file: Path) -> None:
    workflow = parsed(file)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        images = job.get("strategy", {}).get("matrix", {}).get("os", [job["runs-on"]])
        assert all("latest" not in image for image in images), name
        assert job["timeout-minutes"] <= 90, name
    for step in steps(file):
        assert ("run" in step) != ("uses" in step)
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]), step


@pytest.mark.parametrize("command", commands())
def test_what_a_step_runs_is_good_shell(command: str, tmp_path: Path) -> None:
    script = tmp_path / "step.sh"
    assert "${{" not in command, "what comes from outside goes through the environment"
    script.write_text(f"#!/bin/bash\nset -euo pipefail\n{command}\n")
    checker = shutil.which("shellcheck", path=str(Path(sys.executable).parent))
    assert checker is not None
    ran = subprocess.run([checker, str(script)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("script", sorted((ROOT / "packaging").rglob("*.sh")), ids=lambda each: each.name)
def test_our_own_scripts_are_good_shell(script: Path) -> None:
    checker = shutil.which("shellcheck", path=str(Path(sys.executable).parent))
    assert checker is not None
    ran = subprocess.run([checker, str(script)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("command", commands())
def test_what_a_step_calls_is_there(command: str) -> None:
    words = command.split()
    if words[0] == "make":
        assert set(words[1:]) <= TARGETS
    elif "bundle" in words:
        assert set(words[words.index("bundle") + 1 :]) <= set(STEPS)
    elif "pip" in words:
        assert (ROOT / words[words.index("-r") + 1]).is_file()
    else:
        assert words[0] in ("sha256sum", "gh")


def test_every_step_of_the_bundle_that_a_mac_does_is_done_there() -> None:
    done = " ".join(
        step.get("run", "") for step in parsed(ROOT / ".github/workflows/bundle.yml")["jobs"]["mac"]["steps"]
    )
    assert set(STEPS) - set(done.split()) == {"prove", "speed", "window-icon"}


def test_what_a_mac_makes_is_for_the_macos_that_is_promised() -> None:
    assert parsed(ROOT / ".github/workflows/bundle.yml")["env"]["MACOSX_DEPLOYMENT_TARGET"] == LEAST_MACOS


def test_a_hosted_mac_computes_on_its_processor() -> None:
    """Its GPU answers and has no memory: for the picture of the demo, for the tests, and for every smoke test."""
    assert parsed(ROOT / ".github/workflows/test.yml")["env"] == {"EASEL_DEVICE": "cpu"}
    assert "cpu" in smoke_run.SMOKE


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_types_are_checked_for_both_systems_wherever_this_runs(system: str) -> None:
    """A function that one of them lacks is an error on the other one, too."""
    planned = subprocess.run(["make", "--dry-run", "types"], cwd=ROOT, capture_output=True, text=True).stdout
    assert f"pyright --warnings --pythonplatform {system}\n" in planned
    assert f"pyright --warnings --pythonplatform {system}\n" in (ROOT / ".pre-commit-config.yaml").read_text()


def test_secrets_reach_only_the_steps_that_need_them_and_the_keychain_goes_whatever_happens() -> None:
    file = ROOT / ".github" / "workflows" / "bundle.yml"
    with_secrets = [step for step in steps(file) if "secrets." in str(step)]
    assert all(step["run"].startswith(".venv/bin/python -m bundle ") for step in with_secrets)
    [last] = [step for step in steps(file) if step.get("if") == "always()"]
    assert last["run"].endswith("bundle forget")
    assert CERTIFICATE in last["env"]
    assert "secrets." not in file.read_text().partition("jobs:")[0]


# The steps run here as they are written: without secrets, which GitHub then gives as empty, without Apple's programs


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a runner has: a copy of the sources, for what is made not to lie among ours, and the environment."""
    folder = tmp_path_factory.mktemp("checkout")
    for each in ("macapp", "packaging"):
        shutil.copytree(ROOT / each, folder / each, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    shutil.copyfile(ROOT / "CHANGELOG.md", folder / "CHANGELOG.md")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def run_as_written(command: str, step: dict[str, Any], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    told = {name: "" if "${{" in str(value) else str(value) for name, value in step.get("env", {}).items()}
    bash = shutil.which("bash")
    assert bash is not None
    environment = {"PYTHONPATH": "packaging:.", "HOME": str(folder), "PATH": "", **told, **more}
    return subprocess.run(
        [bash, "-eo", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
    )


DONE_HERE = {"icon", "notes"}


@pytest.mark.parametrize(
    "step",
    [each for each in steps(ROOT / ".github/workflows/bundle.yml") if "-m bundle" in each.get("run", "")],
    ids=lambda each: each["run"].partition("bundle ")[2],
)
def test_a_step_of_the_bundle_is_done_or_skipped_with_a_sentence(step: dict[str, Any], checkout: Path) -> None:
    command = step["run"].replace(" freeze", "").replace(" wheel", "")  # `make bundle` and test_wheel.py do that
    ran = run_as_written(command, step, checkout)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    names = command.split()[3:]
    assert lines[::2] == [f"{name}:" for name in names]
    for name, said in zip(names, lines[1::2], strict=True):
        assert said.startswith("  skipped: ") != (name in DONE_HERE), said
        assert name in DONE_HERE or said.endswith(".")


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="only Linux has it, where a release is made")
def test_a_release_is_checked_and_made_of_what_was_built(checkout: Path, tmp_path: Path) -> None:
    (checkout / "dist").mkdir(exist_ok=True)
    for name in ("Easel-0.1.0.dmg", "Easel-0.1.0.cdx.json", "macapp-0.1.0-py3-none-any.whl"):
        (checkout / "dist" / name).write_text(name)
    made = run_as_written(
        ".venv/bin/python -m bundle notes cask sums", {}, checkout, GITHUB_REPOSITORY="somebody/easel"
    )
    assert made.returncode == 0, made.stderr
    (tmp_path / "gh").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "gh").chmod(0o755)
    release = [
        each for each in parsed(ROOT / ".github/workflows/bundle.yml")["jobs"]["release"]["steps"] if "run" in each
    ]
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    check, create = (run_as_written(each["run"], each, checkout / "dist", PATH=path, TAG="v0.1.0") for each in release)
    published = ["Easel-0.1.0.dmg", "macapp-0.1.0-py3-none-any.whl", "Easel-0.1.0.cdx.json", "easel.rb"]
    assert check.stdout.splitlines() == [f"{name}: OK" for name in sorted(published)]
    assert create.stdout.endswith(f"--notes-file notes.md {' '.join(f'./{name}' for name in published)} SHA256SUMS\n")
    (checkout / "dist" / "Easel-0.1.0.dmg").write_text("another")
    assert run_as_written(release[0]["run"], {}, checkout / "dist", PATH=path).returncode != 0


@pytest.mark.parametrize("command", [each for each in commands() if each.startswith("make ")])
def test_what_a_step_makes_can_be_made(command: str) -> None:
    ran = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
