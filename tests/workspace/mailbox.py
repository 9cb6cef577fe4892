"""A mail server in a thread, for tests: it takes every mail, or answers as it is told to."""

import socketserver
import threading
import time
from email import message_from_bytes, policy


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        box = self.server.box
        self._say("220 box")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper().split(":")[0]
            if word == "DATA":
                self._say("354 go on")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    if not part:
                        return
                    body += part
                box.taken.append((self.to, message_from_bytes(body, policy=policy.default)))
                while box.waits:
                    time.sleep(0.05)
                if box.hangs_up:
                    return
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif word == "RCPT":
                self.to = line.split("<")[1].split(">")[0]
                self._say("550 nobody here" if self.to in box.unknown else "250 fine")
            else:
                self._say("250 fine")

    def _say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


class Mailbox:
    """``taken``: (address, mail) as they came; ``unknown``: addresses refused; ``hangs_up``: no word after a mail.

    ``waits``: has the mail and takes its time to say so.
    """

    def __init__(self):
        self.taken, self.unknown, self.hangs_up, self.waits = [], set(), False, False
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self.server.daemon_threads = True
        self.server.box = self
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
