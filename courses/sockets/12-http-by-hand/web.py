import socket

ADDRESS = ("127.0.0.1", 5621)
PAGE = "<h1>It works</h1>\n"

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDRESS)
server.listen(5)

while True:
    conn, client = server.accept()
    request = conn.recv(4096).decode()
    # 1. The first line of the request has three words: method, path, version.
    # 2. Answer with a status line, headers, an empty line and the body.
    conn.sendall(PAGE.encode())
    conn.close()
