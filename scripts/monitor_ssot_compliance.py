"""`ssot monitor` by the name that pipelines and people know: one scan of the project around."""

import sys

try:
    from pytest_ssot.cli import main
    from pytest_ssot.monitor import SSOTComplianceMonitor
except ModuleNotFoundError as missing:
    print(f"{missing.name} is missing for {sys.executable}: pip install pytest-ssot", file=sys.stderr)
    sys.exit(3)  # Python's own exit code would say that violations block

__all__ = ["SSOTComplianceMonitor", "main"]

if __name__ == "__main__":
    sys.exit(main(["monitor", *sys.argv[1:]]))
