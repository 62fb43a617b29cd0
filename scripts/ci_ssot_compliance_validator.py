"""`ssot gate` by the name that pipelines and people know: whether a build may go on."""

import sys

try:
    from pytest_ssot.cli import main
except ModuleNotFoundError as missing:
    print(f"{missing.name} is missing for {sys.executable}: pip install pytest-ssot", file=sys.stderr)
    sys.exit(3)  # Python's own exit code would say that violations block

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main(["gate", *sys.argv[1:]]))
