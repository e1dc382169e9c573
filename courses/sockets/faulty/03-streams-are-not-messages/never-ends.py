# expect: end-not-noticed
# as: reader.py
# told: within 5 s
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5531))
data = b""
while True:
    data += client.recv(1024)
