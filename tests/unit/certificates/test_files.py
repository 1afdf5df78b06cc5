"""The files of certificates: made from the register alone, whole or not there, and each of them checks out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aiskills.certificates import command, files, issue, issuer, publish
from aiskills.certificates.facts import Learner
from aiskills.verify import check, trust

from .conftest import ALIGNMENTS, BADGE, CERTIFICATES, TRACK, earned, no_passphrase

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def issued(institution, register, learners):
    signer = institution.signer(no_passphrase)
    decisions = [earned("s1", BADGE), earned("s1", TRACK), earned("s2", BADGE), earned("s3", BADGE)]
    issue.sign_all(institution, signer, register, CERTIFICATES, ALIGNMENTS, decisions, learners, now=NOW)
    return register


def todo(institution, register, out):
    return list(files.tasks(register.rows(), CERTIFICATES, institution.page, institution.signers, out))


def written(out):
    return sorted(path for path in out.rglob("*.*") if path.is_file())


def test_every_form_of_every_certificate_is_good(institution, issued, tmp_path):
    out, site = tmp_path / "out", tmp_path / "site"
    assert files.write_all(todo(institution, issued, out), workers=1) == []
    publish.publish(institution, issued, no_passphrase, site, NOW)
    bundle = trust.load([site])
    found = {path.relative_to(out): check(path.read_bytes(), bundle, now=LATER) for path in written(out)}
    assert {report["outcome"] for report in found.values()} == {"good"}, found
    assert sorted(path.suffix for path in found) == [".jwt"] * 5 + [".pdf"] * 4 + [".png"] * 4
    assert {report["status"]["ageDays"] for report in found.values()} == {8}
    assert {r["facts"]["name"] for r in found.values()} == {"Amina Yusuf", "محمد بن عبد الله", "王小明"}
    (record,) = (report for report in found.values() if report["kind"] == "record")
    assert [one["achievement"] for one in record["facts"]["members"]] == ["Module m1", "Module m2", "Foundations"]


def test_only_what_is_missing_is_written_again(institution, issued, tmp_path):
    out = tmp_path / "out"
    files.write_all(todo(institution, issued, out), workers=1)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in written(out)}
    assert todo(institution, issued, out) == []
    lost = next(path for path in before if path.suffix == ".pdf")
    lost.unlink()
    assert len(todo(institution, issued, out)) == 1
    files.write_all(todo(institution, issued, out), workers=1)
    assert {path: path.read_bytes() for path in written(out)} == {path: data for path, (data, _) in before.items()}


def test_two_processes_write_the_same(institution, issued, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    files.write_all(todo(institution, issued, one), workers=1)
    files.write_all(todo(institution, issued, two), workers=2)
    assert {p.relative_to(one): p.read_bytes() for p in written(one)} == {
        p.relative_to(two): p.read_bytes() for p in written(two)
    }


def test_a_revoked_certificate_gets_no_files(institution, issued, tmp_path):
    issued.revoke([row.id for row in issued.rows() if row.student == "s2"], "2026-03-02T00:00:00Z", "x")
    files.write_all(todo(institution, issued, tmp_path), workers=1)
    assert not (tmp_path / "s2").exists() and (tmp_path / "s1").exists()


def test_students_cannot_write_outside_the_folder(institution, register, learners, tmp_path):
    signer = institution.signer(no_passphrase)
    names = ["../../evil", "/etc/x", "..", "a/b", "s\n"]
    people = {name: Learner(name, "N") for name in names}
    decisions = [earned(name, BADGE) for name in names]
    issue.sign_all(institution, signer, register, CERTIFICATES, {}, decisions, people, now=NOW)
    out = tmp_path / "deep" / "out"
    for task in todo(institution, register, out):
        assert files.Path(task.folder).resolve().parent == out.resolve()


def test_a_name_that_cannot_be_printed_keeps_the_rest(institution, register, tmp_path):
    odd = Learner("s9", "Odd \U00013000 Name", "en")  # an Egyptian hieroglyph: no font of ours has it
    signer = institution.signer(no_passphrase)
    issue.sign_all(institution, signer, register, CERTIFICATES, {}, [earned("s9", BADGE)], {"s9": odd}, now=NOW)
    (fault,) = files.write_all(todo(institution, register, tmp_path / "out"), workers=1)
    assert fault.startswith("s9: no printable page.") and "\n" not in fault
    assert sorted(path.suffix for path in written(tmp_path / "out")) == [".jwt", ".png"]
    assert len(todo(institution, register, tmp_path / "out")) == 1, "it is tried again the next time"


def test_revocation_reaches_the_reader_with_the_next_list(institution, issued, tmp_path):
    out, site = tmp_path / "out", tmp_path / "site"
    files.write_all(todo(institution, issued, out), workers=1)
    publish.publish(institution, issued, no_passphrase, site, NOW)
    paths = sorted((out / "s2").glob("*.*"))
    issued.revoke([row.id for row in issued.rows() if row.student == "s2"], issuer.iso(LATER), "given by mistake")
    assert {check(path.read_bytes(), trust.load([site]), now=LATER)["outcome"] for path in paths} == {"good"}
    publish.publish(institution, issued, no_passphrase, site, LATER)
    bundle = trust.load([site])
    assert {check(path.read_bytes(), bundle, now=LATER)["outcome"] for path in paths} == {"revoked"}
    others = [path for path in written(out) if path.parent.name != "s2"]
    assert {check(path.read_bytes(), bundle, now=LATER)["outcome"] for path in others} == {"good"}


def test_what_is_public_names_no_learner(institution, issued, tmp_path):
    paths = publish.publish(institution, issued, no_passphrase, tmp_path, NOW)
    assert {path.relative_to(tmp_path).as_posix() for path in paths} == {
        "issuers.json",
        "verify.html",
        "status/1.jwt",
        ".well-known/did.json",
    }
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    for secret in ("Amina", "example.org", "s1", "PRIVATE"):
        assert f'"{secret}' not in text
    assert "Amina" not in text and "PRIVATE KEY" not in text


@pytest.mark.parametrize(
    ("did", "path"),
    [("did:web:skills.example", ".well-known/did.json"), ("did:web:skills.example:a:b", "a/b/did.json")],
)
def test_place_of_the_did_document(did, path):
    assert publish.did_path(did) == path


def test_after_a_theft_old_ones_fail_and_new_ones_hold(institution, issued, learners, tmp_path, monkeypatch):
    old, new, site = tmp_path / "old", tmp_path / "new", tmp_path / "site"
    files.write_all(todo(institution, issued, old), workers=1)
    monkeypatch.setattr(issuer, "now", lambda: LATER)
    issuer.add_key(institution.folder, institution.method, list(institution.keys), "", compromised=True)
    after = issuer.load(institution.folder)
    issue.sign_all(
        after,
        after.signer(no_passphrase),
        issued,
        CERTIFICATES,
        {},
        [earned("s1", BADGE)],
        learners,
        now=LATER,
        renew=["s1"],
    )
    files.write_all([task for task in todo(after, issued, new) if task.certificate == BADGE], workers=1)
    publish.publish(after, issued, no_passphrase, site, LATER)
    bundle = trust.load([site])
    outcome = {path: check(path.read_bytes(), bundle, now=LATER)["outcome"] for path in written(old)}
    assert set(outcome.values()) == {"withdrawn-key"}
    fresh = [path for path in written(new) if path.parent.name == "s1"]
    assert fresh and {check(path.read_bytes(), bundle, now=LATER)["outcome"] for path in fresh} == {"good"}


def test_a_did_key_that_was_replaced_still_publishes_its_list(tmp_path, learners, monkeypatch):
    from aiskills.certificates.register import Register

    monkeypatch.setattr(issuer, "now", lambda: NOW)
    mine = issuer.create(tmp_path / "institution", "X", "did:key", "", "", "", "")
    register = Register(mine.database)
    signer = mine.signer(no_passphrase)
    issue.sign_all(mine, signer, register, CERTIFICATES, {}, [earned("s1", BADGE)], learners, now=NOW)
    monkeypatch.setattr(issuer, "now", lambda: LATER)
    issuer.add_key(mine.folder, mine.method, list(mine.keys), "")
    after = issuer.load(mine.folder)
    signer = after.signer(no_passphrase)
    issue.sign_all(after, signer, register, CERTIFICATES, {}, [earned("s3", BADGE)], learners, now=LATER)
    out, site = tmp_path / "out", tmp_path / "site"
    files.write_all(todo(after, register, out), workers=1)
    after_weeks = LATER + timedelta(days=20)  # long after the first key went out of use, its list is made anew
    publish.publish(after, register, no_passphrase, site, after_weeks)
    register.close()
    bundle = trust.load([site])
    assert {check(path.read_bytes(), bundle, now=after_weeks)["outcome"] for path in written(out)} == {"good"}
    assert len(bundle["issuers"]) == len(bundle["status"]) == 2


def test_two_commands_do_not_sign_at_once(institution, monkeypatch):
    monkeypatch.setattr(command, "FileLock", lambda path, timeout: _busy(path))
    with pytest.raises(SystemExit, match="Another command works on"), command.opened(institution.folder):
        pass


class _busy:
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        raise command.Timeout(str(self.path))

    def __exit__(self, *error):
        return False


def test_revoking_by_name_refuses_what_is_not_clear(institution, issued, capsys):
    folder = institution.folder
    for names, said in (
        (["nobody"], "No certificate that stands"),
        (["s1", "nobody"], "No certificate that stands is known as 'nobody'. Nothing was revoked"),
    ):
        with pytest.raises(SystemExit, match=said):
            command.revoke(folder, names, "because", None)
    with pytest.raises(SystemExit, match="Say why"):
        command.revoke(folder, ["s1"], " ", None)
    assert issued.counts()["revoked"] == 0
    command.revoke(folder, ["s1"], "because", "foundation-a")
    assert "2 revoked" in capsys.readouterr().out
    command.show(folder, ["s1"])
    shown = capsys.readouterr().out
    assert shown.count("revoked 20") == 2 and shown.count("stands") == 1


def test_printed_facts_come_from_what_was_signed(institution, issued, tmp_path):
    (task,) = (
        t
        for t in todo(institution, issued, tmp_path)
        if t.student == "s1" and t.certificate == TRACK and t.form == "badge"
    )
    printed = files.printed(files.payload(task.token), replace(task, language="ar"))
    assert (printed.name, printed.language, printed.issued) == ("Amina Yusuf", "ar", "2026-03-01")
    assert printed.results == (("Module m1", 85.0), ("Module m2", 85.0))
    assert printed.code.startswith("https://skills.example/verify.html#1.")
