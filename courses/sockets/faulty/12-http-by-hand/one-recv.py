# expect: one-recv-assumed
# as: get.py
# told: output has to contain
from socket import create_connection

with create_connection(("127.0.0.1", 5620)) as client:
    client.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
    answer = client.recv(1024)
head, body = answer.decode().split("\r\n\r\n", 1)
print(head.split("\r\n")[0])
print(body)
