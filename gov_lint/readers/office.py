"""LibreOffice, where it is installed, turns documents that no reader of ours knows into .docx.

It runs with a profile of its own in a folder that is deleted afterwards: no macros, no links followed, no recovery, nothing of the user's.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gov_lint.readers.apart import announce
from gov_lint.readers.refusal import MAX_BYTES, too_slow

SECONDS = 40.0
"""How long a conversion may take; with a new profile it takes two to four seconds, on slow machines ten."""
OFF = "GOVLINT_NO_LIBREOFFICE"
"""The environment variable that, set to anything but 0, keeps LibreOffice from being used."""

_MEMORY = 4_000_000_000
_FOLDERS = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS",),
    "win32": (r"C:\Program Files\LibreOffice\program", r"C:\Program Files (x86)\LibreOffice\program"),
}
_NAMES = ("soffice", "libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""The profile: macros are off at the highest level, links are never updated."""


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed, or switched off."""
    if os.environ.get(OFF, "0") not in ("", "0"):
        return None
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    folders: Sequence[str] = _FOLDERS.get(sys.platform, ("/usr/bin", "/usr/local/bin", "/opt/libreoffice/program"))
    for folder in folders:
        if found := shutil.which("soffice", path=folder):
            return found
    return None


def as_docx(data: bytes) -> bytes | None:
    """The document as .docx; None where LibreOffice is not there or cannot read it.

    Raises ReadError where it takes too long.
    """
    office = program()
    if office is None:
        return None
    announce(SECONDS + 5)
    with tempfile.TemporaryDirectory(prefix="govlint-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        (folder / "report.doc").write_bytes(data)
        _convert(office, folder)
        made = folder / "report.docx"
        if not made.is_file() or made.stat().st_size > MAX_BYTES:
            return None
        return made.read_bytes()


def _convert(office: str, folder: Path) -> None:
    """Runs LibreOffice; its output is of no interest, and what it started ends with it.  Raises ReadError where it takes too long."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--invisible", "--norestore", "--nologo", "--nolockcheck", "--nodefault")
    command = [office, profile, *options, "--convert-to", "docx", "--outdir", str(folder), str(folder / "report.doc")]
    environment = os.environ | {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    posix = os.name == "posix"
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=posix,
            preexec_fn=_limits if posix else None,
        )
    except OSError:
        return
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise too_slow(SECONDS) from error
    finally:
        _end(process, posix)


def _limits() -> None:
    """In the new process: its own limit of memory instead of the reader's."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (ImportError, ValueError, OSError):
        pass


def _end(process: subprocess.Popen[bytes], posix: bool) -> None:
    """Ends the program and what it started (its launcher starts another one)."""
    try:
        if posix:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    except (OSError, subprocess.SubprocessError):
        pass
    process.kill()
    process.wait()
