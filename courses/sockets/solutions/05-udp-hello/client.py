import socket

SERVER = ("127.0.0.1", 5551)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto("Ada".encode(), SERVER)
data, address = client.recvfrom(2048)
print(data.decode())
client.close()
