import socket

ADDRESS = ("127.0.0.1", 5600)

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDRESS)
server.listen(5)

while True:
    conn, client = server.accept()
    # 1. Hand conn to a thread of its own, and accept the next client at once.
    # 2. In the thread: receive a word, send its length and its first character, close.
    word = conn.recv(1024)
    conn.sendall(word)
    conn.close()
