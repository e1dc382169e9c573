# expect: extra-text
# as: client.py
# told: received text has to be
import socket
import threading

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5581))


def listen():
    for line in client.makefile("r", encoding="utf-8"):
        print(line.strip())


threading.Thread(target=listen, daemon=True).start()

while True:
    line = input()
    client.sendall((line + "\n").encode())
    if line == "/quit":
        break

client.close()
