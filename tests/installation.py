"""A whole installation for tests: a data folder, and web and worker as the very processes that `make start` runs."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
PATIENCE = 60
SHORT = {
    "greet-every-customer",
    "never-ignore-a-waiting-customer",
    "no-phone-around-customers",
    "show-empathy",
    "respect-every-culture",
    "never-argue",
    "apologise-for-bad-experiences",
    "own-every-complaint",
    "ask-for-opinion",
    "heard-before-any-step",
    "backed-against-abuse",
}


@dataclass(frozen=True)
class SignIn:
    """How one person of the demo company signs in."""

    role: str
    staff_number: str
    password: str
    name: str
    language: str


@dataclass
class Installation:
    """One data folder with its own address; processes are started by name and ended by their id."""

    data: Path
    port: int
    extra: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the web process."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self, **more: str) -> dict[str, str]:
        """Return what every process of this installation finds in its environment."""
        mine = {"HANDBOOK_DATA": str(self.data), "HANDBOOK_BASE_URL": self.url, "PORT": str(self.port)}
        path = {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "FLASK_APP": "wsgi.py"}
        return os.environ | path | mine | self.extra | more

    def start(self, name: str, **more: str) -> None:
        """Start a line of the Procfile (`web` or `worker`); its words go to a log in the data folder."""
        with (self.data / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                ["/bin/sh", "-c", procfile()[name]],
                cwd=ROOT,
                env=self.environment(**more),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running[name] = process
        if name == "web":
            self._until_it_answers(process)

    def flask(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one `flask` command on this installation."""
        command = [PROGRAMS / "flask", *arguments]
        environment = self.environment(**more)
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def kill(self, name: str) -> None:
        """End a process and its children as a power cut would."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)

    def stop(self) -> None:
        """End everything that still runs: politely, and after ten seconds not so."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    self.kill(name)
        self.running.clear()

    def log(self, name: str) -> str:
        """Return what a process has said so far."""
        return (self.data / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/sign-in", timeout=5):
                    return
            except urllib.error.HTTPError as answer:
                raise AssertionError(f"the sign-in page answers {answer.code}:\n{self.log('web')}") from answer
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the web process does not answer:\n{self.log('web')}")


def procfile() -> dict[str, str]:
    """Return the commands of the Procfile by name."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return dict(map(str.strip, line.split(":", 1)) for line in lines if line.strip())


def free_port() -> int:
    """Return a port of this machine that nobody listens on at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def installation(data: Path, **extra: str) -> Iterator[Installation]:
    """Give an installation on this folder and end its processes afterwards."""
    here = Installation(data, free_port(), extra)
    try:
        yield here
    finally:
        here.stop()


def load_demo(folder: Path, employees: int = 12) -> list[SignIn]:
    """Fill an empty folder with the demo company, which has a short handbook here, and return its sign-ins."""
    folder.mkdir(parents=True, exist_ok=True)
    with short_handbook() as texts:
        done = Installation(folder, free_port()).flask(
            "demo", "load", "--employees", str(employees), "--seed", "1", "--rules", str(texts), "--json"
        )
    assert done.returncode == 0, f"flask demo load failed:\n{done.stdout}{done.stderr}"
    return [SignIn(**one) for one in json.loads(done.stdout)["sign_ins"]]


@contextmanager
def short_handbook() -> Iterator[Path]:
    """Give the starter handbook with a few of its rules: nobody in these tests needs to read all of them."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "rules"
        shutil.copytree(ROOT / "rules", folder)
        for path in folder.glob("*/*.md"):
            if path.stem not in SHORT:
                path.unlink()
        yield folder


def copy(source: Path, target: Path) -> Path:
    """Copy a data folder in which nothing runs."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target
