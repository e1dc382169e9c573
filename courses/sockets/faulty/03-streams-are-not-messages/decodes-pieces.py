# expect: crashed
# as: letters.py
# told: UnicodeDecodeError
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5532))
while piece := client.recv(1):
    print(piece.decode(), end="")
client.close()
