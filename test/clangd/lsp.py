# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A client for the language server protocol over a pipe, for tests.

Each wait is bounded: a server that says nothing for LIMIT seconds, or that ends,
fails the test with what it wrote to its log.
"""

import json
import os
import pathlib
import queue
import subprocess
import sys
import threading
import time

LIMIT = 120  # seconds, on a machine that does other things as well


class Session:
    """A server, and the documents that are open in it."""

    def __init__(self, root, *arguments, related=True, versioned=False):
        self.root = pathlib.Path(root).resolve()
        self.log_file = self.root / "server.log"
        home = self.root / "home"
        # Neither index matters here, and both keep processors busy.
        self.write("home/clangd/config.yaml", "Index: {Background: Skip, StandardLibrary: No}\n")
        environment = dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home))
        environment["XDG_CACHE_HOME"] = str(home)
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [os.environ["UNBLOCK_CLANGD"], *arguments],
                cwd=self.root,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.messages = queue.Queue()
        self.ids = 0
        self.texts, self.versions, self.published = {}, {}, {}
        threading.Thread(target=self._read, daemon=True).start()
        result = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": self.root.as_uri(),
                "capabilities": {
                    "workspace": {"workspaceEdit": {"documentChanges": versioned}},
                    "textDocument": {
                        "publishDiagnostics": {"relatedInformation": related},
                        "codeAction": {
                            "codeActionLiteralSupport": {
                                "codeActionKind": {"valueSet": ["quickfix"]}
                            }
                        },
                    }
                },
            },
        )
        self.server_info = result["serverInfo"]
        self.notify("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.request("shutdown", None)
            self.notify("exit", None)
            status = self.process.wait(LIMIT)
            if status:
                self._fail(f"the server's exit status is {status}")
        else:
            self.process.kill()
            self.process.wait()

    # Messages

    def _read(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = 0
            while header.strip():
                name, value = header.split(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self.messages.put(json.loads(stream.read(length)))
        self.messages.put(None)

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            self.process.stdin.flush()
        except BrokenPipeError:
            self._fail("the server has closed its input")

    def _fail(self, why):
        sys.stderr.write(self.log())
        raise SystemExit(f"error: {why}")

    def _receive(self, deadline, awaited):
        try:
            message = self.messages.get(timeout=max(0.01, deadline - time.monotonic()))
        except queue.Empty:
            self._fail(f"no {awaited} within {LIMIT} seconds")
        if message is None:
            self._fail(f"the server ended with status {self.process.wait()} before {awaited}")
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def request(self, method, params):
        self.ids += 1
        number = self.ids
        self._send({"id": number, "method": method, "params": params})
        deadline = time.monotonic() + LIMIT
        while True:
            message = self._receive(deadline, f"answer to {method}")
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    self._fail(f"{method}: {message['error']}")
                return message["result"]

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    # Documents, named relative to the root

    def _uri(self, name):
        return (self.root / name).as_uri()

    def log(self):
        return self.log_file.read_text(errors="replace")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def open(self, name, text):
        """Writes the file, opens it, and returns its diagnostics."""
        self.write(name, text)
        self.texts[name], self.versions[name] = text, 1
        document = {"uri": self._uri(name), "languageId": "cpp", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return self.diagnostics(name)

    def change(self, name, text, wait=True):
        """Replaces the text in the editor, and returns the new diagnostics."""
        assert text != self.texts[name]  # clangd would say nothing
        self.texts[name] = text
        self.versions[name] += 1
        document = {"uri": self._uri(name), "version": self.versions[name]}
        self.notify(
            "textDocument/didChange",
            # Diagnostics at once: clangd waits otherwise for more typing.
            {"textDocument": document, "contentChanges": [{"text": text}], "wantDiagnostics": wait},
        )
        return self.diagnostics(name) if wait else None

    def close(self, name):
        self.notify("textDocument/didClose", {"textDocument": {"uri": self._uri(name)}})

    def diagnostics(self, name, until=None):
        """Those of the current version of the document; with UNTIL, the first
        that it accepts."""
        uri, deadline = self._uri(name), time.monotonic() + LIMIT
        while True:
            seen = self.published.get(uri)
            if (
                seen
                and seen["version"] == self.versions[name]
                and (not until or until(seen["diagnostics"]))
            ):
                return seen["diagnostics"]
            self._receive(deadline, f"diagnostics of version {self.versions[name]} of {name}")

    def fixes(self, name, diagnostic):
        """The quick fixes for a diagnostic: their titles, and the fixed text."""
        actions = self.request(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self._uri(name)},
                "range": diagnostic["range"],
                "context": {"diagnostics": [diagnostic], "only": ["quickfix"]},
            },
        )
        result = {}
        for action in actions:
            if changes := action["edit"].get("changes"):
                ((_, edits),) = changes.items()
            else:
                edits = action["edit"]["documentChanges"][0]["edits"]
            result[action["title"]] = apply(self.texts[name], edits)
        return result


def apply(text, edits):
    lines = text.splitlines(keepends=True)

    def offset(position):  # of a text in ASCII
        return sum(map(len, lines[: position["line"]])) + position["character"]

    spans = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for begin, end, new in sorted(spans, reverse=True):
        text = text[:begin] + new + text[end:]
    return text


def show(diagnostics):
    """Prints diagnostics in Clang's form, for FileCheck."""

    def place(where):
        return f"{where['start']['line'] + 1}:{where['start']['character'] + 1}"

    names = {1: "error", 2: "warning", 3: "info", 4: "hint"}
    for d in diagnostics:
        origin = f" [{d.get('source')} {d.get('code')}]"
        print(f"{place(d['range'])}: {names[d['severity']]}: {d['message']}{origin}")
        for note in d.get("relatedInformation", []):
            where = note["location"]
            name = where["uri"].rsplit("/", 1)[1]
            print(f"  {name}:{place(where['range'])}: note: {note['message']}")
    if not diagnostics:
        print("nothing")
    sys.stdout.flush()
