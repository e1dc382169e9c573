# expect: The request has no Host header; HTTP/1.1 requires one (RFC 9112, section 3.2)
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("www.example.org", 80))
s.sendall(b"GET /page.html HTTP/1.1\r\nConnection: close\r\n\r\n")
result = b""
while True:
    data = s.recv(1024)
    if not data:
        break
    result = result + data
s.close()
print(result.decode())
