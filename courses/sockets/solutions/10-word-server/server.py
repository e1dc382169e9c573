import socket
import threading

ADDRESS = ("127.0.0.1", 5600)


def serve(conn):
    with conn, conn.makefile("r", encoding="utf-8", newline="\n") as lines:
        word = lines.readline().strip()
        if word:
            conn.sendall(f"{len(word)} {word[0]}\n".encode())


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDRESS)
server.listen(5)

while True:
    conn, client = server.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
