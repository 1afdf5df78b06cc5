"""Private keys: closed to others, out of repositories, never shown, replaced and brought back."""

import json
import os
import pickle
import stat
import subprocess

import jwt
import pytest

from aiskills.catalog import find_root
from aiskills.certificates import backup, issuer, keys

from .conftest import no_passphrase

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")


@posix
def test_key_and_folder_are_for_their_owner_alone(institution):
    for path in (institution.folder, institution.folder / "keys", *institution.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_signs_nothing(institution, mode):
    (institution.folder / institution.key.file).chmod(mode)
    with pytest.raises(SystemExit, match="open to other people.*chmod 600"):
        institution.signer(no_passphrase)


@posix
@pytest.mark.parametrize("name", [".", "keys"])
def test_an_open_folder_is_refused(institution, name):
    (institution.folder / name).chmod(0o755)
    with pytest.raises(SystemExit, match="chmod 700"):
        institution.signer(no_passphrase)


@posix
def test_a_link_in_place_of_the_key_is_refused(institution, tmp_path):
    path = institution.folder / institution.key.file
    path.rename(tmp_path / "elsewhere.pem")
    path.symlink_to(tmp_path / "elsewhere.pem")
    with pytest.raises(SystemExit, match="cannot be read"):
        institution.signer(no_passphrase)


def test_keys_never_lie_in_a_repository(tmp_path):
    (tmp_path / "library" / ".git").mkdir(parents=True)
    with pytest.raises(SystemExit, match="lies in the repository"):
        issuer.create(tmp_path / "library" / "keys", "X", "did:key", "", "", "", "")
    assert not (tmp_path / "library" / "keys").exists()


def test_the_key_is_shown_nowhere(institution, caplog):
    signer = institution.signer(no_passphrase)
    secret = (institution.folder / institution.key.file).read_text()
    body = "".join(secret.splitlines()[1:-1])
    shown = repr(signer) + str(vars(institution)) + json.dumps(institution.trusted()) + caplog.text
    assert body not in shown and "PRIVATE" not in shown
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(signer)


def test_a_passphrase_locks_the_key(tmp_path):
    folder = tmp_path / "locked"
    locked = issuer.create(folder, "X", "did:key", "", "", "", "correct horse battery")
    assert b"ENCRYPTED" in (folder / locked.key.file).read_bytes()
    assert locked.signer(lambda question: "correct horse battery").did == locked.key.did
    with pytest.raises(SystemExit, match="passphrase is wrong"):
        locked.signer(lambda question: "something else")


def test_another_key_in_the_file_is_noticed(institution):
    path = institution.folder / institution.key.file
    path.unlink()
    keys.make(path)
    with pytest.raises(SystemExit, match="another key"):
        institution.signer(no_passphrase)


def test_the_header_names_the_key_and_carries_none(institution):
    token = institution.signer(no_passphrase).sign({"iss": "x"})
    assert jwt.get_unverified_header(token) == {"alg": "EdDSA", "kid": "did:web:skills.example#key-1", "typ": "JWT"}


def test_rotation_keeps_old_certificates_checkable(institution):
    issuer.add_key(institution.folder, institution.method, list(institution.keys), "")
    after = issuer.load(institution.folder)
    assert [key.current for key in after.keys] == [False, True]
    assert after.key.id == "did:web:skills.example#key-2"
    document = after.did_document()
    assert [one["id"] for one in document["verificationMethod"]] == [
        "did:web:skills.example#key-2",
        "did:web:skills.example#key-1",
    ]
    (pinned,) = after.trusted()["issuers"]
    assert pinned["keys"][0]["until"] == pinned["keys"][1]["from"]


def test_a_stolen_key_is_good_for_nothing(institution):
    issuer.add_key(institution.folder, institution.method, list(institution.keys), "", compromised=True)
    after = issuer.load(institution.folder)
    assert [one["id"] for one in after.did_document()["verificationMethod"]] == ["did:web:skills.example#key-2"]
    assert after.trusted()["issuers"][0]["keys"][0]["compromised"] is not None


def test_did_key_is_its_own_key(tmp_path):
    made = issuer.create(tmp_path / "i", "X", "did:key", "", "", "", "")
    assert made.key.did == f"did:key:{made.key.multibase}" and made.key.id == f"{made.key.did}#{made.key.multibase}"
    from openbadgeslib.ob3 import resolve_did

    assert b"PUBLIC KEY" in resolve_did(made.key.did)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"did": "did:foo:x"}, "neither did:key nor a did:web"),
        ({"name": "  "}, "needs a name"),
        ({"url": "skills.example"}, "starts with https"),
    ],
)
def test_wrong_facts_are_said(tmp_path, change, said):
    facts = {"name": "X", "did": "did:key", "url": "", "page": "", "status": "", "passphrase": ""} | change
    with pytest.raises(SystemExit, match=said):
        issuer.create(tmp_path / "i", **facts)
    assert not (tmp_path / "i").exists()


def test_nothing_is_overwritten(institution):
    with pytest.raises(SystemExit, match="already is the folder"):
        issuer.create(institution.folder, "Y", "did:key", "", "", "", "")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("issuer.toml", "name = ", "cannot be read"),
        ("issuer.toml", 'name = "X"\ndid = "did:key"\nstatus_days = 0', "status_days"),
        ("issuer.toml", 'name = "X"\ndid = "did:key"\nsigners = ["a","b","c"]', "signers"),
        ("keys.json", "{}", "cannot be read"),
        ("keys.json", '{"keys": []}', "names 0 keys in use"),
    ],
)
def test_broken_settings_are_said(institution, file, text, said):
    (institution.folder / file).write_text(text)
    with pytest.raises(SystemExit, match=said):
        _ = issuer.load(institution.folder).key


def test_backup_and_way_back(institution, register, tmp_path):
    file = tmp_path / "backup"
    assert backup.save(institution, file, "a long passphrase") is True
    secret = (institution.folder / institution.key.file).read_bytes()
    assert secret not in file.read_bytes() and b"Institute" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(SystemExit, match="passphrase is wrong, or the file is damaged"):
        backup.restore(file, tmp_path / "new", "another passphrase")
    assert not (tmp_path / "new").exists()
    damaged = bytearray(file.read_bytes())
    damaged[-1] ^= 1
    (tmp_path / "damaged").write_bytes(damaged)
    with pytest.raises(SystemExit, match="damaged"):
        backup.restore(tmp_path / "damaged", tmp_path / "new", "a long passphrase")
    names = backup.restore(file, tmp_path / "new", "a long passphrase")
    assert "register.db" in names
    back = issuer.load(tmp_path / "new")
    assert back.signer(no_passphrase).kid == institution.key.id
    with pytest.raises(SystemExit, match="not empty"):
        backup.restore(file, tmp_path / "new", "a long passphrase")
    with pytest.raises(SystemExit, match="there already"):
        backup.save(institution, file, "a long passphrase")
    with pytest.raises(SystemExit, match="at least 12"):
        backup.save(institution, tmp_path / "short", "short")


def test_no_private_key_is_in_the_library():
    """Neither a key nor a program that could sign: lessons and assignments do not even import this part."""
    root = find_root()
    names = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.split(b"\0")
    marks = [b"-----BEGIN " + kind + b"PRIVATE KEY-----" for kind in (b"", b"ENCRYPTED ", b"EC ", b"OPENSSH ", b"RSA ")]
    for name in filter(None, names):
        path = root / os.fsdecode(name)
        if not path.is_file():
            continue
        data = path.read_bytes()
        assert not any(mark in data for mark in marks), path
        if path.suffix == ".ipynb":
            assert b"aiskills.certificates" not in data, path
