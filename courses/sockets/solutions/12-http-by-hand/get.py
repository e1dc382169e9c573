import socket

SERVER = ("127.0.0.1", 5620)

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(SERVER)
client.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")

answer = b""
while True:
    part = client.recv(1024)
    if part == b"":
        break
    answer += part
client.close()

head, body = answer.split(b"\r\n\r\n", 1)
print(head.decode().splitlines()[0])
print(body.decode())
