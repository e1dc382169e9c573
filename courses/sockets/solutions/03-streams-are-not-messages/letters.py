import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5532))

data = b""
while True:
    piece = client.recv(1024)
    if not piece:
        break
    data += piece
print(data.decode())
client.close()
