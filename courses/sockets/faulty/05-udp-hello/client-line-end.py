# expect: extra-text
# as: client.py
# told: received text
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"Ada\n", ("127.0.0.1", 5551))
data, address = client.recvfrom(2048)
print(data.decode())
client.close()
