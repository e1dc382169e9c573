# expect: bytes-expected
# as: server.py
# told: TypeError
import socket
import threading


def serve(conn):
    word = conn.recv(1024).decode().strip()
    conn.sendall(str(len(word)) + " " + word[0] + "\n")
    conn.close()


server = socket.socket()
server.bind(("127.0.0.1", 5600))
server.listen(5)
while True:
    conn, client = server.accept()
    threading.Thread(target=serve, args=(conn,)).start()
