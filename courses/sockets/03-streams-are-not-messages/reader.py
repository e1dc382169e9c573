import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5531))

data = client.recv(1024)  # This is only the beginning.
print(data.decode())
client.close()
