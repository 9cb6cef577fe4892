"""The workspace as ``unfence serve`` runs it: processes of its own, a folder of its own, killed if need be."""

import http.cookiejar
import os
import re
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Mapping
from urllib.error import HTTPError

import psutil


class Served:
    """One ``unfence serve`` on a folder, begun and killed as often as one likes."""

    def __init__(self, data, database: str | None, *options: str) -> None:
        self.data, self.options = data, options
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"} | (
            {"DATABASE_URL": database} if database else {}
        )
        self.process, self.url, self.link = None, "", ""

    def start(self) -> None:
        """Start it and wait until it is open; ``link`` is the one by which the secretary begins, if it gives one."""
        command = [sys.executable, "-m", "unfence", "serve", "--port", "0", "--data", str(self.data), "--lang", "en"]
        self.process = psutil.Popen([*command, *self.options], stdout=subprocess.PIPE, env=self.env, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(r"open at (http://\S+)", line):
                self.url = found[1]
                break
        assert self.url, "".join(said)
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            if found := re.search(r"(http://\S+/invitation/\S+)", line):
                self.link = found[1]

    def kill(self) -> None:
        """Kill the server as a power cut would; what it started goes by itself."""
        self.process.kill()
        self._over()

    def end(self) -> None:
        """End it in order."""
        if self.process.is_running():
            self.process.terminate()
        self._over()

    def _over(self) -> None:
        self.process.wait(30)
        self.listener.join(30)
        self.process.stdout.close()


class Visitor:
    """A browser without a screen: keeps cookies, sends forms with their tokens."""

    def __init__(self, url: str) -> None:
        self.url, self.at = url, ""
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._asked(self.url + path)

    def post(self, path: str, page: str = "", **fields: str) -> tuple[int, str]:
        """Send a form that stands on ``page`` (the same path, if none is named)."""
        _, text = self.get(page or path)
        return self.send(path, text, fields)

    def send(self, path: str, text: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Send a form of a page that was got already."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        sent = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
        return self._asked(self.url + path, sent)

    def _asked(self, url: str, data: bytes | None = None) -> tuple[int, str]:
        try:
            with self.opener.open(url, data, timeout=60) as answer:
                self.at = answer.url
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                self.at = error.url
                return error.code, error.read().decode()
