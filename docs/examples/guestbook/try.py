#!/usr/bin/env python3
"""Starts a guestbook program, and visits it: try.py PROGRAM NEWS_FILE."""

import socket
import subprocess
import sys


def main():
    server = subprocess.Popen([sys.argv[1], "0", sys.argv[2]], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().removeprefix("port "))
        with socket.create_connection(("127.0.0.1", port), timeout=20) as visitor:
            lines = visitor.makefile("rw", encoding="utf-8", newline="\n")
            print(lines.readline(), end="", flush=True)
            for request in ("SIGN Ada was here", "LIST", "NEWS", "HOST 127.0.0.1", "SING"):
                lines.write(request + "\n")
                lines.flush()
                print(f"{request}: {lines.readline()}", end="", flush=True)
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
