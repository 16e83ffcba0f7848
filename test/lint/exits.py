"""Runs a command and demands one exit status: exits.py STATUS COMMAND..."""

import subprocess
import sys

wanted = int(sys.argv[1])
status = subprocess.run(sys.argv[2:], check=False).returncode
if status != wanted:
    sys.exit(f"exit status {status}, expected {wanted}: {sys.argv[2:]}")
