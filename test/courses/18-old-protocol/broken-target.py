# expect: HTTP/1.0 400
import socket, sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[1])))
s.send(b"GET index.html HTTP/1.0\r\n\r\n")
answer = b""
while True:
    part = s.recv(1024)
    if part == b"":
        break
    answer += part
s.close()
print(answer.decode())
