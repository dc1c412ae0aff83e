"""Notarisation: Apple looks through the bundle, and its answer is fastened to it, so that no Mac asks again.

EASEL_NOTARY_KEY       the key of App Store Connect (.p8), its text
EASEL_NOTARY_KEY_ID    its id
EASEL_NOTARY_ISSUER    whose it is
"""

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bundle.build_step import Refused, Skipped, need_program, run, told
from bundle.sign import AD_HOC, IDENTITY, identity

KEY, KEY_ID, ISSUER = "EASEL_NOTARY_KEY", "EASEL_NOTARY_KEY_ID", "EASEL_NOTARY_ISSUER"
ACCEPTED = "Accepted"


def notarise(app: Path) -> str:
    """Send a bundle to Apple and wait for the answer; raises `Refused` with what Apple minds, or `Skipped`."""
    key_id, issuer = _check_credentials()
    xcrun, ditto = need_program("xcrun", "Notarisation"), need_program("ditto", "Notarisation")
    with TemporaryDirectory() as folder:
        archive, key = Path(folder, f"{app.stem}.zip"), Path(folder, "key.p8")
        key.touch(mode=0o600)
        key.write_text(os.environ[KEY])
        run(ditto, "-c", "-k", "--keepParent", app, archive)
        account = ("--key", str(key), "--key-id", key_id, "--issuer", issuer, "--output-format", "json")
        try:
            answer = _read(run(xcrun, "notarytool", "submit", archive, "--wait", *account, hidden=[key_id, issuer]))
        except subprocess.CalledProcessError as error:
            raise Refused(f"Apple did not take the bundle: {told(error)}.") from None
        if answer.get("status") != ACCEPTED:
            told_why = _read(run(xcrun, "notarytool", "log", str(answer.get("id")), *account, hidden=[key_id, issuer]))
            raise Refused(f"Apple refused to notarise {app.name}: {reason(answer, told_why)}.")
    return f"accepted by Apple as {answer.get('id')}"


def staple(app: Path) -> str:
    """Fasten Apple's answer to the bundle; raises `Skipped` where there is none."""
    _check_credentials()
    run(need_program("xcrun", "Stapling"), "stapler", "staple", app)
    run(need_program("spctl", "Stapling"), "--assess", "--type", "execute", app)
    return "stapled, and accepted by Gatekeeper"


def reason(answer: dict[str, Any], log: dict[str, Any]) -> str:
    """Return the first thing that Apple minds, in its words, and how many more there are."""
    issues = log.get("issues") or []
    if not issues:
        return str(
            log.get("statusSummary") or answer.get("message") or answer.get("status") or "it did not say why"
        ).rstrip(".")
    first = issues[0]
    more = f", and {len(issues) - 1} more" if len(issues) > 1 else ""
    return f"{first.get('path', '?')}: {str(first.get('message', '?')).rstrip('.')}{more}"


def _check_credentials() -> tuple[str, str]:
    missing = [name for name in (KEY, KEY_ID, ISSUER) if not os.environ.get(name)]
    if identity() == AD_HOC:
        missing.insert(0, IDENTITY)
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise Skipped(f"Notarisation needs {', '.join(missing)}, which {verb} not set.")
    return os.environ[KEY_ID], os.environ[ISSUER]


def _read(text: str) -> dict[str, Any]:
    """Return the JSON object in what notarytool printed, whatever it printed before."""
    try:
        found = json.loads(text[text.index("{") :])
    except ValueError:
        return {"status": "an answer that cannot be read"}
    return found if isinstance(found, dict) else {}
