# expect: ?? request blank line isTrue
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("www.example.org", 80))
s.sendall(b"GET /page.html HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n")
result = b""
while True:
    data = s.recv(1024)
    if not data:
        break
    result = result + data
s.close()
print(result.decode())
