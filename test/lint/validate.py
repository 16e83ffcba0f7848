"""Validates a SARIF log: validate.py SCHEMA LOG"""

import json
import sys

import jsonschema


def load(schema, log):
    """The log, which satisfies the schema."""
    with open(schema, encoding="utf-8") as file:
        schema = json.load(file)
    with open(log, encoding="utf-8") as file:
        log = json.load(file)
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    problems = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(log)]
    if problems:
        sys.exit("\n".join(problems))
    return log


if __name__ == "__main__":
    load(*sys.argv[1:])
