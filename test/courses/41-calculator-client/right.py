import socket
import sys

ADDR = ("127.0.0.1", int(sys.argv[1]))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    text = input("Expression: ")
    if text == "quit":
        break
    client.sendto(text.encode("utf-8"), ADDR)
    data, addr = client.recvfrom(1024)
    print("Result:", data.decode("utf-8"))
