"""Exports that run beside the server: each a process of its own, which tells how far it is and can be stopped.

A process takes nothing from the readers of the server but a core, and that after them: it runs with low priority. Two
run at once, others wait. Each has a folder of its own, which goes with it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path

from khyber.briefing import saved
from khyber.briefing.brief import Brief
from khyber.briefing.export import FORMATS, SHAPES

AT_ONCE = 2
LONGEST_SECONDS = 300
_PATIENCE_SECONDS = 5
_PRIORITY = "10"
_LINE = re.compile(r"(\d+)/(\d+) (.*)")
_FAULT = "Error: "
_slots = threading.BoundedSemaphore(AT_ONCE)

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"


class Job:
    """An export under way.

    brief, kind, begun: what is exported, in which format, and when that began. state: waiting, running, done, failed
    or cancelled. done, of, what: how many slides are done, of how many, and what is done now. told: why it failed, or
    what was left out. file: what it made, as (name, media type, bytes).
    """

    def __init__(
        self, brief: Brief, kind: str, base: str = "", template: bytes | None = None, shape: str = SHAPES[0]
    ) -> None:
        """Start an export of a brief; kind is a key of FORMATS, template the bytes of a PowerPoint file."""
        self.brief, self.kind, self.begun = brief, kind, datetime.now()
        self.state, self.told = WAITING, ""
        self.done, self.of, self.what = 0, len(brief.slides), ""
        self.file: tuple[str, str, bytes] | None = None
        self._base, self._template, self._shape = base, template, shape
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        threading.Thread(target=self._run, args=(brief,), daemon=True).start()

    @property
    def is_over(self) -> bool:
        """True once nothing more happens."""
        return self.state in (DONE, FAILED, CANCELLED)

    @property
    def process_id(self) -> int | None:
        """The process, which leads the group of all that it starts; None where there is none yet."""
        return self._process.pid if self._process else None

    def cancel(self) -> None:
        """Stop it, with all that it has started; nothing of it is kept."""
        with self._lock:
            if self.is_over:
                return
            self.state = CANCELLED
            if self._process:
                _end(self._process)

    def _run(self, brief: Brief) -> None:
        """Wait for a turn, and see an export through; whatever goes wrong, it ends."""
        try:
            self._see_through(brief)
        except Exception as error:
            with self._lock:
                if self.state != CANCELLED:
                    self.state, self.told = FAILED, f"It could not be made here ({type(error).__name__})."

    def _see_through(self, brief: Brief) -> None:
        with _slots, tempfile.TemporaryDirectory(prefix="khyber-export-") as folder:
            process = self._start(brief, Path(folder))
            if process is None:
                return
            timer = threading.Timer(LONGEST_SECONDS, _end, (process,))
            timer.start()
            said = self._listen(process)
            timer.cancel()
            with self._lock:
                if self.state != CANCELLED:
                    self._finish(process.returncode, said, Path(folder) / "made")

    def _start(self, brief: Brief, folder: Path) -> subprocess.Popen[str] | None:
        (folder / "brief.json").write_bytes(saved.write(brief))
        (folder / "made").mkdir()
        command = [sys.executable, "-m", "khyber.cli", "export", str(folder / "brief.json"), "--progress"]
        command += ["--to", str(folder / "made" / f"{_name(brief)}.{self.kind}"), "--shape", self._shape]
        command += ["--address", self._base] if self._base else []
        if self._template is not None:
            own = folder / "your template.pptx"
            own.write_bytes(self._template)
            command += ["--template", str(own)]
        if nice := shutil.which("nice"):
            command = [nice, "-n", _PRIORITY, *command]
        with self._lock:
            if self.state == CANCELLED:
                return None
            self._process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
            self.state = RUNNING
            return self._process

    def _listen(self, process: subprocess.Popen[str]) -> list[str]:
        """Follow what a process says until it ends; gives the lines that tell no progress."""
        said: list[str] = []
        assert process.stderr is not None
        for line in process.stderr:
            if told := _LINE.match(line):
                self.done, self.of, self.what = int(told[1]), int(told[2]), told[3].strip()
            else:
                said.append(line.strip())
        process.wait()
        return said

    def _finish(self, code: int, said: list[str], folder: Path) -> None:
        made = sorted(folder.iterdir())
        if code or not made:
            fault = next((one for one in reversed(said) if one.startswith(_FAULT)), "")
            self.state, self.told = FAILED, fault.removeprefix(_FAULT) or "The export ended before it was done."
            return
        self.told = " ".join(filter(None, said))
        self.file = _one_file(made, self.kind)
        self.state = DONE


def _name(brief: Brief) -> str:
    """A name for the files of a brief: letters, digits and hyphens of its title, letters without their accents."""
    plain = unicodedata.normalize("NFKD", brief.title.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60] or "brief"


def _one_file(made: list[Path], kind: str) -> tuple[str, str, bytes]:
    if len(made) == 1:
        return made[0].name, FORMATS[kind].media_type, made[0].read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in made:
            archive.write(file, file.name)
    return f"{made[0].stem.split('-01-')[0]}-{kind}.zip", "application/zip", packed.getvalue()


def _end(process: subprocess.Popen[str]) -> None:
    """End a process: first in a way that lets it end what it has started, then with all that is left of it."""

    def kill() -> None:
        _signal(process, signal.SIGKILL)

    _signal(process, signal.SIGTERM)
    later = threading.Timer(_PATIENCE_SECONDS, kill)
    later.daemon = True
    later.start()


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)
