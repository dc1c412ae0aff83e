"""The workflows, as far as they can be looked at without their machines: parsed, linted, and calling what there is."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bundle.__main__ import STEPS
from bundle.keychain import CERTIFICATE
from bundle.step import ROOT

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


def test_secrets_reach_only_the_steps_that_need_them_and_the_keychain_goes_whatever_happens() -> None:
    file = ROOT / ".github" / "workflows" / "bundle.yml"
    with_secrets = [step for step in steps(file) if "secrets." in str(step)]
    assert all(step["run"].startswith(".venv/bin/python -m bundle ") for step in with_secrets)
    [last] = [step for step in steps(file) if step.get("if") == "always()"]
    assert last["run"].endswith("bundle forget")
    assert CERTIFICATE in last["env"]
    assert "secrets." not in file.read_text().partition("jobs:")[0]
