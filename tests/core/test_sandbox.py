"""The sandbox holds: bounded time and memory, no way out, and the next job is never harmed by the one before."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from handbook.core import sandbox
from handbook.core.sandbox import Limits, SandboxFailed

SMALL = Limits(cpu_seconds=5, wall_seconds=10, memory_mb=256)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True, scope="module")
def _probing_helper():
    before, sandbox.SERVER = sandbox.SERVER, "tests.probing_server"
    sandbox._HELPER.stop()
    yield
    sandbox.SERVER = before
    sandbox._HELPER.stop()


def probe(name, limits=SMALL, blobs=(), /, **meta):
    return sandbox.run(f"tests.core.probes:{name}", meta, blobs, limits)


def refused(name, limits=SMALL, /, **meta):
    with pytest.raises(SandboxFailed) as failure:
        probe(name, limits, (), **meta)
    return failure.value


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def soon(condition):
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_it_gives_back_what_the_task_answered():
    answer, blobs = probe("echo", SMALL, [b"abc", b"", bytes(3_000_000)], name="Lakṣmī", number=3)
    assert answer["said"] == {"name": "Lakṣmī", "number": 3}
    assert blobs == [b"cba", b"", bytes(3_000_000)]


def test_each_job_has_a_child_of_its_own_and_all_have_one_helper():
    one, two = probe("echo")[0], probe("echo")[0]
    assert one["pid"] != two["pid"]
    assert one["helper"] == two["helper"] != os.getpid()


@pytest.mark.parametrize(
    "task", ["os:system", "shutil:rmtree", "handbook.core.sandbox:not there", "tests.other:x", "x"]
)
def test_it_runs_nothing_but_tasks_of_the_program(task):
    with pytest.raises(SandboxFailed) as failure:
        sandbox.run(task, {}, [], SMALL)
    assert failure.value.reason == "crash"


@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("spin", Limits(cpu_seconds=1, wall_seconds=10, memory_mb=64), "time"),
        ("sleep", Limits(cpu_seconds=5, wall_seconds=1, memory_mb=64), "time"),
        ("fill", SMALL, "memory"),
        ("fill_in_c", SMALL, "memory"),
        ("crash", SMALL, "crash"),
        ("raise_base", SMALL, "crash"),
        ("recurse", SMALL, "refused"),
    ],
)
def test_it_stops_a_job_that_goes_too_far_and_takes_the_next_one(name, limits, reason):
    failure = refused(name, limits)
    assert failure.reason == reason
    assert str(failure).endswith(".")
    assert probe("echo", still="here")[0]["said"] == {"still": "here"}


def test_it_keeps_the_words_of_an_unforeseen_error_for_the_log_and_not_for_the_author():
    failure = refused("raise_base")
    assert "nobody catches this" in failure.detail
    assert "Fatal" not in str(failure)


def test_it_passes_on_the_sentence_with_which_a_task_refuses():
    failure = refused("refuse")
    assert (failure.reason, str(failure)) == ("refused", "Chapter 3 is missing. Write it.")


def test_a_child_reaches_no_server_even_on_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        assert refused("connect", port=port).reason == "refused"
        assert refused("fetch", port=port).reason == "refused"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("path", ["/etc/passwd", "/etc/hostname", "/proc/1/environ", str(ROOT / "requirements.txt")])
def test_a_child_reads_no_file_that_it_was_not_given(path):
    failure = refused("read", path=path)
    assert failure.reason == "refused"
    assert path in str(failure)


def test_a_link_in_a_readable_folder_leads_nowhere_else():
    assert refused("read", path="/usr/share/fonts/../../../etc/passwd").reason == "refused"


def test_a_child_lists_no_folder_that_it_was_not_given():
    assert refused("listing", path="/etc").reason == "refused"


@pytest.mark.parametrize("name", ["write", "start"])
def test_a_child_writes_no_file_and_starts_no_program(name, tmp_path):
    assert refused(name, path=str(tmp_path / "trace")).reason == "refused"
    assert list(tmp_path.iterdir()) == []


def test_a_child_cannot_multiply():
    assert refused("fork").reason == "refused"


def test_a_child_knows_no_secret_of_the_environment(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://asha:secret@db/handbook")
    sandbox._HELPER.stop()
    assert "DATABASE_URL" not in probe("environment")[0]["names"]


def test_a_child_holds_no_descriptor_but_its_own_channel():
    assert len([name for name in probe("descriptors")[0]["open"] if "socket" in name]) == 1


def test_many_threads_get_each_their_own_answer():
    got = {}
    threads = [
        threading.Thread(target=lambda n=n: got.update({n: probe("echo", n=n)[0]["said"]["n"]})) for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {n: n for n in range(12)}


def test_a_helper_that_was_killed_is_replaced():
    helper = probe("echo")[0]["helper"]
    os.kill(helper, 9)
    assert soon(lambda: not alive(helper))
    assert probe("echo")[0]["helper"] != helper


def test_children_that_have_ended_leave_no_zombie():
    helper = probe("echo")[0]["helper"]
    for _ in range(5):
        probe("echo")
    children = Path(f"/proc/{helper}/task/{helper}/children")
    assert soon(lambda: children.read_text() == "")


def test_a_forked_process_starts_a_helper_of_its_own():
    ours, (read, write) = probe("echo")[0]["helper"], os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write, str(probe("echo")[0]["helper"]).encode())
            sandbox._HELPER.stop()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    theirs = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    assert theirs != ours
    assert probe("echo")[0]["helper"] == ours


def test_the_helper_and_its_children_end_with_a_parent_that_was_killed(tmp_path):
    program = (
        "import threading, os; from handbook.core import sandbox; sandbox.SERVER = 'tests.probing_server'\n"
        "L = sandbox.Limits(60, 60, 64)\n"
        "print(sandbox.run('tests.core.probes:echo', {}, [], L)[0]['helper'], flush=True)\n"
        "sandbox.run('tests.core.probes:sleep', {}, [], L)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    helper = int(parent.stdout.readline())
    children = Path(f"/proc/{helper}/task/{helper}/children")
    assert soon(lambda: len(children.read_text().split()) == 1)
    sleeper = int(children.read_text())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert soon(lambda: not alive(helper))
    assert soon(lambda: not alive(sleeper))


def test_a_job_far_larger_than_a_socket_buffer_that_dies_early_is_told_apart():
    with pytest.raises(SandboxFailed) as failure:
        probe("crash", SMALL, [bytes(20_000_000)])
    assert failure.value.reason == "crash"
