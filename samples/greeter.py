"""A small TCP server, as in a first exercise: answers each line, a name, with a greeting."""

import socket
import sys

host, port = "127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 5550

with socket.create_server((host, port)) as server:
    print(f"listening on {host}:{server.getsockname()[1]}", flush=True)
    while True:
        connection, peer = server.accept()
        with connection, connection.makefile("rw", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                print(f"{peer[0]} says {line.strip()}", flush=True)
                lines.write(f"Hello, {line.strip()}!\n")
                lines.flush()
