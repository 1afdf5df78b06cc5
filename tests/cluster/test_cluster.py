"""The same verdicts from a cluster as from this machine, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from contextlib import suppress

import pytest
from distributed import Client

from aiskills.grading import batch, bench, workers
from aiskills.grading import cluster as room
from aiskills.grading.verdicts import CANNOT_GRADE
from tests.unit.grading.conftest import TINY, Pupil

from .conftest import LOST, answers

pytestmark = pytest.mark.slow


def plain(results) -> list[dict]:
    """Everything of the verdicts but the time that they took, in one order."""
    facts = [json.loads(verdict.to_json()) | {"seconds": 0} for verdict, _ in results]
    return sorted(facts, key=lambda fact: fact["source"])


@pytest.fixture
def cluster_of_two(cluster):
    cluster.worker()
    cluster.worker()
    return cluster


def hunt(address: str, marked: set[str], stop: threading.Event) -> None:
    """Kill whichever worker has one of these pieces of work, again and again."""
    with Client(address) as client:
        while not stop.wait(0.2):
            for worker, keys in client.processing().items():
                if marked.intersection(map(str, keys)):
                    # Whatever Dask says of a worker that ended meanwhile: there is another look.
                    with suppress(Exception):
                        os.kill(client.run(os.getpid, workers=[worker])[worker], signal.SIGKILL)


def test_the_same_as_on_one_machine(cluster_of_two, tiny, tasks):
    work = tasks(21)
    here, there = list(workers.run(tiny, work, 2)), list(room.run(tiny, work, cluster_of_two.address))
    assert plain(there) == plain(here)
    assert {v.source: bool(n) for v, n in there} == {v.source: bool(n) for v, n in here}


def test_workers_killed_and_one_added(cluster, tiny, tasks):
    """Of two workers one is killed, a third comes, and the second is killed: the third ends the batch."""
    team = [cluster.worker("--no-nanny") for _ in range(2)]
    work, results = tasks(40), []
    for result in room.run(tiny, work, cluster.address):
        results.append(result)
        if len(results) == 8:
            team[0].kill()
        if len(results) == 12:
            team.append(cluster.worker("--no-nanny"))
        if len(results) == 14:
            team[1].kill()
    assert [worker.wait(LOST) for worker in team[:2]] == [-9, -9] and team[2].poll() is None
    assert plain(results) == plain(workers.run(tiny, work, 2))


def test_a_submission_that_ends_its_workers(cluster, tiny, tasks, monkeypatch):
    """The workers that a nanny watches come again, and the others are graded."""
    cluster.worker()
    cluster.worker()
    monkeypatch.setattr(room, "WAIT", LOST)  # both may be on their way back at once
    poison = Pupil(tiny).write(answers(tiny)[0], "import time\ntime.sleep(50)").data
    work = tasks(12)
    work.insert(3, workers.Task("poison", "poison.ipynb", poison, seed=7))
    stop, marked, send = threading.Event(), set(), room._Batch._send

    def watched(batch, task, alone):
        send(batch, task, alone)
        marked.update(future.key for future, (sent, _) in batch.flying.items() if sent.student == "poison")

    monkeypatch.setattr(room._Batch, "_send", watched)
    hunter = threading.Thread(target=hunt, args=(cluster.address, marked, stop))
    hunter.start()
    try:
        results = list(room.run(tiny, work, cluster.address))
    finally:
        stop.set()
        hunter.join()
    lost = [verdict for verdict, _ in results if verdict.student == "poison"]
    assert [(verdict.status, verdict.score) for verdict in lost] == [(CANNOT_GRADE, None)]
    assert "stopped each time" in lost[0].reason
    others = [task for task in work if task.student != "poison"]
    assert plain(result for result in results if result[0].student != "poison") == plain(workers.run(tiny, others, 2))


def test_nobody_there(cluster, tiny, tasks, monkeypatch):
    wait = Client.wait_for_workers
    monkeypatch.setattr(Client, "wait_for_workers", lambda client, count, timeout: wait(client, count, 2.0))
    with pytest.raises(SystemExit, match="has no worker: start some"):
        list(room.run(tiny, tasks(1), cluster.address))
    monkeypatch.setattr(room, "WAIT", 2.0)
    cluster.scheduler.kill()
    cluster.scheduler.wait()
    with pytest.raises(SystemExit, match="No scheduler answers at tcp://127.0.0.1"):
        list(room.run(tiny, tasks(1), cluster.address))
    with pytest.raises(SystemExit, match="No scheduler answers at nowhere"):
        list(room.run(tiny, tasks(1), "nowhere"))


def test_every_worker_goes(cluster, tiny, tasks, monkeypatch):
    worker = cluster.worker("--no-nanny")
    results = room.run(tiny, tasks(30), cluster.address)
    next(results)
    monkeypatch.setattr(room, "WAIT", 4.0)
    worker.kill()
    with pytest.raises(SystemExit, match="No worker is left at .* --resume"):
        list(results)


def test_every_worker_goes_with_results_that_are_ready(cluster, tiny, tasks, monkeypatch):
    worker = cluster.worker("--no-nanny")
    results, said = room.run(tiny, tasks(30), cluster.address), []
    next(results)
    with Client(cluster.address, set_as_default=False) as client:
        while any(client.processing().values()):  # nothing more is sent before the next result is asked for
            time.sleep(0.1)
    monkeypatch.setattr(room, "WAIT", 4.0)
    monkeypatch.setattr(room, "_FETCH", 10 * LOST)
    worker.kill()

    def go_on():
        with pytest.raises(SystemExit) as end:
            list(results)
        said.append(str(end.value))

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    thread.join(LOST)
    assert said and "No worker is left" in said[0] and "--resume" in said[0]


def test_the_scheduler_goes(cluster, tiny, tasks, monkeypatch):
    cluster.worker()
    results = room.run(tiny, tasks(30), cluster.address)
    next(results)
    monkeypatch.setattr(room, "WAIT", 4.0)
    cluster.scheduler.kill()
    with pytest.raises(SystemExit, match="The scheduler at .* is gone"):
        list(results)


def test_another_version_is_left_out(cluster, tiny, tasks, capsys, monkeypatch):
    cluster.worker()
    monkeypatch.setattr(bench, "about", lambda: {"Python": "3.0"})
    with pytest.raises(SystemExit, match=r"No worker can grade.*Python is 3\.\d+ there and 3\.0 here"):
        list(room.run(tiny, tasks(3), cluster.address))
    assert "is left out. Python is" in capsys.readouterr().err


def test_stopped_and_taken_up_again(cluster_of_two, tiny, tasks, tmp_path):
    """Ctrl-C leaves no work behind on the cluster; --resume grades each submission once."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    work = tasks(12)
    for task in work:
        (folder / task.student).mkdir()
        (folder / task.student / f"{tiny.slug}.ipynb").write_bytes(task.data)
    options = {"course": tmp_path, "cluster": cluster_of_two.address}
    seen = []

    def stop(verdict):
        seen.append(verdict.student)
        if len(seen) == 5:
            raise KeyboardInterrupt

    def held():
        from aiskills.grading import bench

        return len(bench._benches)

    with pytest.raises(KeyboardInterrupt):
        batch.grade(TINY, folder, out, report=stop, **options)
    with Client(cluster_of_two.address) as client:
        ends = time.monotonic() + LOST
        while any(client.processing().values()) and time.monotonic() < ends:
            time.sleep(0.1)
        assert not any(client.processing().values())
        assert not any(client.run(held).values())
    again = []
    batch.grade(TINY, folder, out, report=lambda v: again.append(v.student), resume=True, **options)
    assert sorted(seen + again) == sorted(task.student for task in work)
    local = batch.grade(TINY, folder, tmp_path / "local", course=tmp_path, workers=2)
    on_cluster = batch.grade(TINY, folder, out, resume=True, **options)
    assert plain((v, None) for v in on_cluster) == plain((v, None) for v in local)
