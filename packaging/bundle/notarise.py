"""Have Apple notarise the bundle and staple the ticket to it, so that no Mac asks Apple again.

EASEL_NOTARY_KEY       the text of the key of App Store Connect (.p8)
EASEL_NOTARY_KEY_ID    the id of the key
EASEL_NOTARY_ISSUER    the issuer of the key
"""

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bundle.build_step import Refused, Skipped, last_output_line, need_program, run
from bundle.sign import AD_HOC, IDENTITY, identity

KEY, KEY_ID, ISSUER = "EASEL_NOTARY_KEY", "EASEL_NOTARY_KEY_ID", "EASEL_NOTARY_ISSUER"
ACCEPTED = "Accepted"


def notarise(app: Path) -> str:
    """Submit a bundle to Apple and wait for the result; raises `Refused` with Apple's reason, or `Skipped`."""
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
            raise Refused(f"Apple did not take the bundle: {last_output_line(error)}.") from None
        if answer.get("status") != ACCEPTED:
            issue_log = _read(run(xcrun, "notarytool", "log", str(answer.get("id")), *account, hidden=[key_id, issuer]))
            raise Refused(f"Apple refused to notarise {app.name}: {reason(answer, issue_log)}.")
    return f"accepted by Apple as {answer.get('id')}"


def staple(app: Path) -> str:
    """Staple Apple's ticket to the bundle; raises `Skipped` without credentials."""
    _check_credentials()
    run(need_program("xcrun", "Stapling"), "stapler", "staple", app)
    run(need_program("spctl", "Stapling"), "--assess", "--type", "execute", app)
    return "stapled, and accepted by Gatekeeper"


def reason(answer: dict[str, Any], log: dict[str, Any]) -> str:
    """Return the first issue that Apple reports, and the number of further ones."""
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
    """Return the JSON object in the output of notarytool."""
    try:
        found = json.loads(text[text.index("{") :])
    except ValueError:
        return {"status": "an answer that cannot be read"}
    return found if isinstance(found, dict) else {}
