"""A mail server for the drill: it takes every message, and remembers it before it says so."""

import json
import multiprocessing
import os
import signal
import socketserver
from email import message_from_bytes
from email.policy import default
from pathlib import Path


class Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs that sends a message."""

    def handle(self) -> None:
        self._say("220 drill")
        for line in self.rfile:
            word = line.split(None, 1)[0].upper() if line.strip() else b""
            if word == b"DATA":
                self._say("354 go on")
                self._keep()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _keep(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        else:
            return  # the client is gone: no message
        message = message_from_bytes(b"".join(lines), policy=default)
        with self.server.log.open("a") as log:
            log.write(json.dumps([message["Message-ID"], message["Subject"], message.get_content()]) + "\n")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer:
    """In a process of its own, at a port of its own."""

    def __init__(self, log: Path):
        self.log = log
        log.touch()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.log = log
        self._server.handle_error = lambda request, address: None  # a client that was killed
        self.port = self._server.server_address[1]

    def __enter__(self) -> "MailServer":
        self._process = multiprocessing.get_context("fork").Process(target=self._server.serve_forever, daemon=True)
        self._process.start()
        self._server.socket.close()
        return self

    def __exit__(self, *exception) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def received(self) -> list[list[str]]:
        """Message-ID, subject and text of what came since the last call of `forget`."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def forget(self) -> None:
        """Begin anew."""
        self.log.write_text("")
