# expect: missing-newline
# as: client.py
# told: Ada
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5521))
client.sendall(b"Ada")
print(client.recv(1024).decode().strip())
client.close()
