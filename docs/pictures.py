# ruff: noqa: INP001  a script beside the pages that show what it draws
"""Draw the pictures of workspace.md: the first hour of a workspace, in a real browser.

    python docs/pictures.py           # needs Playwright, Pillow and a Chromium; some minutes, most for the study

It starts ``unfence serve`` on a new folder with the Da-Xin example, opens the accounts, lets each side grant something,
waits for a study, and keeps what is seen on the way as ``workspace-*.png`` beside this file, in both languages.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
SIDES = {"xinhuang": ("Yang Mei", "杨梅"), "dalong": ("Long Hai", "龙海")}
PASSWORD = "over-the-river-88"  # noqa: S105  of accounts that live for some minutes
COLOURS = 96
"""So many are enough for these pages, and a picture stays below 100 kB."""
STUDY = 15 * 60_000
"""Milliseconds that the study may take."""


@contextmanager
def served() -> Iterator[str]:
    """``unfence serve`` on a folder that goes afterwards; gives the secretary's link."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-u", "-m", "unfence", "serve", "--data", data, "--port", "0", "--lang", "en"]
        process = subprocess.Popen([*command, "--example", "daxin"], stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            said = (re.search(r"http://\S+/invitation/\S+", line) for line in process.stdout or ())
            yield next(found[0] for found in said if found)
        finally:
            process.terminate()
            process.wait(60)


def opened(browser: Browser, link: str, name: str, shown: str, lang: str) -> Page:
    """A browser of their own for somebody who opens an account by a link."""
    context = browser.new_context(
        base_url=link.split("/invitation/", maxsplit=1)[0],
        locale="zh-CN" if lang == "zh" else "en",
        viewport={"width": 1000, "height": 640},
    )
    page = context.new_page()
    page.goto(link)
    for field, text in {"shown": shown, "name": name, "password": PASSWORD, "again": PASSWORD}.items():
        page.fill(f"[name={field}]", text)
    page.click("main button")
    page.wait_for_selector("nav.menu")
    return page


def invited(secretary: Page, office: str, shown: str) -> str:
    """The link by which a leader of an office comes in."""
    secretary.goto("/members/")
    secretary.fill("[name=shown]", shown)
    secretary.select_option("[name=office]", office)
    secretary.select_option("[name=role]", "leader")
    secretary.click("main form.form button, main form button >> nth=-1")
    return secretary.inner_text(".link")


def granted(leader: Page) -> None:
    """Let the other side see what the own firms can make."""
    leader.goto("/sharing/")
    leader.select_option("#give_table", "plants")
    leader.select_option("#give_group", "amounts")
    leader.select_option("#give_level", "values")
    leader.click("form[action$='/sharing/give/'] button")


def both(page: Page, address: str, what: str, ready: str = "main", top: str = "body") -> None:
    """The picture of a page in both languages: once ``ready`` is there, from ``top`` on."""
    for lang in ("en", "zh"):
        if page.get_attribute("html", "lang") != {"en": "en", "zh": "zh-CN"}[lang]:
            page.click(f".tongue button[value={lang}]")
        page.goto(address)
        page.wait_for_selector(ready)
        page.wait_for_load_state("networkidle")
        page.locator(top).evaluate("place => place.scrollIntoView()")
        drawn = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
        drawn.save(HERE / f"workspace-{what}{'-zh' if lang == 'zh' else ''}.png", optimize=True)


def main() -> None:
    """Walk the first hour and keep three pictures of it, each in two languages."""
    with served() as link, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        secretary = opened(browser, link, "keeper", "李青 Li Qing", "en")
        both(secretary, "/", "first")
        leaders = [
            opened(browser, invited(secretary, office, shown), f"leader.{office}", f"{zh} {shown}", "zh")
            for office, (shown, zh) in SIDES.items()
        ]
        for leader in leaders:
            granted(leader)
        secretary.goto("/jobs/")
        secretary.click("form[action$='/study/'] button")
        secretary.wait_for_selector(".state.done", timeout=STUDY)
        both(leaders[0], "/results/", "results", ".tiles")
        both(leaders[0], "/map/", "map", "path.leaflet-interactive", "main details >> nth=0")
        browser.close()


if __name__ == "__main__":
    main()
