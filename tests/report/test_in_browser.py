"""The page in a real browser, opened from disk with no network: it draws, and it complains about nothing."""

import os
import shutil
import subprocess

import pytest

from unfence.report import write_report

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
NOWHERE = BROWSER is None and "CI" not in os.environ  # where CI is set a missing browser is a failure


@pytest.mark.slow
@pytest.mark.skipif(NOWHERE, reason="no Chromium found: the page is not tried in a browser")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_browser_draws_it_without_a_complaint(two_towns, tmp_path, lang):
    path = write_report(two_towns, tmp_path / "report.html", lang)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0"]
    nobody = "--host-resolver-rules=MAP * ~NOTFOUND"
    home = f"--user-data-dir={tmp_path / 'browser'}"
    done = subprocess.run(
        [BROWSER, *flags, nobody, home, "--dump-dom", path.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert done.stdout.count("<svg") >= 5
    assert "</html>" in done.stdout
    assert "CONSOLE" not in done.stderr
