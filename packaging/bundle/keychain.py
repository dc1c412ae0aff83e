"""Create a separate keychain for the certificate on a build machine, and delete it again.

EASEL_CERTIFICATE             the certificate and its key (.p12), in base 64
EASEL_CERTIFICATE_PASSWORD    its password
"""

import base64
import binascii
import os
import secrets
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from bundle.build_step import Refused, Skipped, last_output_line, need_program, run
from bundle.sign import check_identity, identity

CERTIFICATE, PASSWORD = "EASEL_CERTIFICATE", "EASEL_CERTIFICATE_PASSWORD"
NAME = "easel-build.keychain-db"
SECONDS = "3600"  # seconds until it locks itself


def make() -> str:
    """Create the keychain; return its content. Raises `Refused` for an unusable certificate, or `Skipped`."""
    if not os.environ.get(CERTIFICATE):
        raise Skipped(f"A keychain needs {CERTIFICATE}, which is not set: the bundle is signed ad hoc.")
    security = need_program("security", "A keychain")
    opened, password = secrets.token_hex(16), os.environ.get(PASSWORD, "")
    try:
        certificate = base64.b64decode(os.environ[CERTIFICATE], validate=False)
    except binascii.Error:
        raise Refused(f"{CERTIFICATE} is not written in base 64.") from None
    run(security, "create-keychain", "-p", opened, NAME, hidden=[opened])
    run(security, "set-keychain-settings", "-lut", SECONDS, NAME)
    run(security, "unlock-keychain", "-p", opened, NAME, hidden=[opened])
    with TemporaryDirectory() as folder:
        file = Path(folder, "certificate.p12")
        file.touch(mode=0o600)
        file.write_bytes(certificate)
        try:
            run(security, "import", file, "-k", NAME, "-P", password, "-T", "/usr/bin/codesign", hidden=[password])
        except subprocess.CalledProcessError as error:
            raise Refused(f"The certificate in {CERTIFICATE} cannot be opened: {last_output_line(error)}.") from None
    run(security, "set-key-partition-list", "-S", "apple-tool:,apple:", "-s", "-k", opened, NAME, hidden=[opened])
    before = [each.strip().strip('"') for each in run(security, "list-keychains", "-d", "user").splitlines()]
    run(security, "list-keychains", "-d", "user", "-s", NAME, *before)
    check_identity(identity(), run(security, "find-identity", "-p", "codesigning", NAME))
    return f"{NAME} holds {identity()}"


def forget() -> str:
    """Delete the keychain, if there is one."""
    if not os.environ.get(CERTIFICATE):
        raise Skipped("There was no certificate, so there is no keychain to delete.")
    try:
        run(need_program("security", "A keychain"), "delete-keychain", NAME)
    except subprocess.CalledProcessError as error:
        return f"it was missing: {last_output_line(error)}"
    return "deleted"
