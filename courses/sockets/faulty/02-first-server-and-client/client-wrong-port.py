# expect: client-wrong-port
# as: client.py
# told: ConnectionRefusedError
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5522))
client.sendall(b"Ada\n")
print(client.recv(1024).decode().strip())
client.close()
