"""A throw-away PostgreSQL cluster for one run of the tests.

It listens on a Unix socket in a folder of its own, never on the network, and keeps nothing on purpose (fsync off). A
small watcher stops it when pytest's first process is gone, however that process ended.
"""

import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.support.runs import first_process, only_one, run_folder

SERVER_USER = "postgres"
"""PostgreSQL refuses to run as root; root hands it to this account."""

OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 "
    "-c shared_buffers=64MB -c timezone=Asia/Kathmandu"
)
"""The server's own zone is far from every program's, so that an instant read carelessly shows."""


@cache
def missing() -> str | None:
    """Why no cluster can be started on this machine, or None."""
    if binaries() is None:
        return "initdb and pg_ctl were not found (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and (shutil.which("runuser") is None or not _has_account(SERVER_USER)):
        return f"run by root, and there is no account {SERVER_USER} to hand the server to"
    return None


@cache
def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where there are several."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name), reverse=True
    )
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*installed, *on_path]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def socket_folder() -> Path:
    """Where the cluster of this run listens; starts it when this process is the first to ask.

    Raises:
        RuntimeError: the cluster cannot be started; the message holds PostgreSQL's own words.

    """
    note = run_folder() / "postgresql"
    with only_one("postgresql"):
        if not note.exists():
            note.write_text(str(_start()))
    return Path(note.read_text())


def _start() -> Path:
    # Unix sockets have short names and the server's account must reach them, so not in the folder of the run.
    home = Path(tempfile.mkdtemp(prefix="companion-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(home, SERVER_USER)
    _server(
        "initdb",
        f"--pgdata={home}/data",
        "--username=postgres",
        "--auth=trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--no-locale",
    )
    _watch(home)
    _server("pg_ctl", "start", "-w", "-D", f"{home}/data", "-l", f"{home}/log", "-o", f"{OPTIONS} -k {home}")
    return home


def _server(program: str, *arguments: str) -> None:
    result = subprocess.run(_as_server([program, *arguments]), capture_output=True, text=True, cwd="/", check=False)
    if result.returncode:
        raise RuntimeError(f"{program}: {result.stdout}{result.stderr}")


def _as_server(command: list[str]) -> list[str]:
    """The command with its full path, in the server's account when root runs the tests."""
    folder = binaries()
    assert folder is not None, missing()
    full = [str(folder / command[0]), *command[1:]]
    return ["runuser", "-u", SERVER_USER, "--", *full] if os.geteuid() == 0 else full


def _watch(home: Path) -> None:
    """Stop the cluster and remove what the run leaves behind once pytest's first process is gone."""
    stop = shlex.join(_as_server(["pg_ctl", "stop", "-m", "immediate", "-D", f"{home}/data"]))
    script = f"while kill -0 {first_process()}; do sleep 0.5; done; cd /; {stop}; rm -rf {home} {run_folder()}"
    subprocess.run(["sh", "-c", f"({script}) </dev/null >/dev/null 2>&1 &"], check=True, start_new_session=True)


def _has_account(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
