"""The page that checks certificates, opened from a folder with the network off, against the shared set of files."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from aiskills.verify.checking import check
from aiskills.verify.sentences import sentence
from aiskills.verify.page import standalone
from tests.unit.verify import files

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC).replace(microsecond=0)
CHECK_ALL = """async ([cases, trust, now, plain]) => {
  const reports = [];
  for (const [data, email] of cases) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const start = performance.now();
    const report = await aiskillsVerify.check(bytes, trust, { now: new Date(now), email, plain });
    reports.push([report, aiskillsVerify.sentence(report, "en"), performance.now() - start]);
  }
  return reports;
}"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """The page as one file, with the issuers and status lists of the shared set."""
    path = tmp_path_factory.mktemp("verify") / "check a certificate.html"
    path.write_text(standalone(files.trust(NOW)), encoding="utf-8")
    return path


def reports(page, plain: bool) -> dict[str, tuple[dict, str, float]]:
    cases = [[base64.b64encode(case.data).decode(), case.email] for case in files.cases(NOW)]
    found = page.evaluate(CHECK_ALL, [cases, files.trust(NOW), NOW.isoformat(), plain])
    return dict(zip([case.name for case in files.cases(NOW)], found, strict=True))


@pytest.mark.parametrize("plain", [False, True], ids=["webcrypto", "fallback"])
def test_every_file_has_the_report_that_python_gives(watch, page_file, plain):
    watched = watch(page_file.as_uri(), offline=True)
    watched.page.goto(page_file.as_uri())
    found = reports(watched.page, plain)
    wrong = {}
    for case in files.cases(NOW):
        report, said, milliseconds = found[case.name]
        expected = check(case.data, files.trust(NOW), now=NOW, email=case.email)
        # The browser of this test has no reader of square codes.
        if case.photo:
            assert report["outcome"] == "no-credential"
            continue
        if report != expected or report["outcome"] != case.expected or milliseconds > 2000:
            wrong[case.name] = (case.expected, report, expected, milliseconds)
        assert said.replace("\u2068", "").replace("\u2069", "") == sentence(expected, "en"), case.name
    assert wrong == {}
    assert watched.errors == [] and watched.outside == []
