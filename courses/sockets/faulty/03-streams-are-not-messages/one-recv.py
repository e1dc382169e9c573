# expect: one-recv-assumed
# as: reader.py
# told: output has to contain "Day 60."
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5531))
print(client.recv(1024).decode())
client.close()
