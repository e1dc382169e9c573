# expect: misconception
# as: web.py
# told: output has to begin
import socket

ADDRESS = ("127.0.0.1", 5621)
PAGE = "<h1>It works</h1>\n"


def answer(status, body, headers=""):
    data = body.encode()
    head = f"HTTP/1.0 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(data)}\r\n{headers}\r\n"
    return head.encode() + data


def reply(request):
    words = request.split("\r\n")[0].split()
    if len(words) != 3:
        return answer("400 Bad Request", "<h1>I do not understand</h1>\n")
    method, path, version = words
    if method != "GET":
        return answer("405 Method Not Allowed", "<h1>Only GET</h1>\n", "Allow: GET\r\n")
    if path != "/":
        return answer("404 Not Found", "<h1>Not here</h1>\n")
    return answer("200 OK", PAGE)


def receive(conn):
    request = conn.recv(4096)
    return request.decode("latin-1")


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(ADDRESS)
server.listen(5)

while True:
    conn, client = server.accept()
    conn.sendall(reply(receive(conn)))
    conn.close()
