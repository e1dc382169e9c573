# expect: did not print "60" in time (=== wait 60)
import socket
import sys

ADDR = ("127.0.0.1", int(sys.argv[1]))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
result = None
while True:
    text = input("Expression: ")
    if text == "quit":
        break
    client.sendto(text.encode(), ADDR)
    if result is None:
        result = client.recvfrom(1024)[0].decode()
    print("Result:", result)
