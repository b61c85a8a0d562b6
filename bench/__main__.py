"""Every benchmark in turn, each in a process of its own: ``make bench``."""

import subprocess
import sys

BENCHMARKS = ("check_ins", "triage", "sign_ins", "audit", "calendars", "memory", "slow_connections")


def main() -> None:
    """Run them all; one that fails is told at the end."""
    failed = []
    for name in BENCHMARKS:
        print(f"── {name} " + "─" * (70 - len(name)), flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"These did not finish: {', '.join(failed)}")


if __name__ == "__main__":
    main()
