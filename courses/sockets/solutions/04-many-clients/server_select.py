# as: server.py
import selectors
import socket

selector = selectors.DefaultSelector()
buffers = {}  # of each connection, what has come of its next line


def talk(conn):
    """Called when bytes are there, so that recv() does not wait."""
    data = conn.recv(1024)
    if data:
        buffers[conn] += data
        while b"\n" in buffers[conn]:
            line, buffers[conn] = buffers[conn].split(b"\n", 1)
            conn.sendall(f"{line.decode().strip()[::-1]}\n".encode())
    else:
        selector.unregister(conn)
        del buffers[conn]
        conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5540))
server.listen()
selector.register(server, selectors.EVENT_READ)

while True:
    for key, _ in selector.select():
        if key.fileobj is server:
            conn, address = server.accept()
            selector.register(conn, selectors.EVENT_READ)
            buffers[conn] = b""
        else:
            talk(key.fileobj)
