# expect: TypeError in line 10 of broken-text.py, `server.sendto("Hello UDP Client", address)`
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    message, address = server.recvfrom(1024)
    print("Message from Client:", message)
    server.sendto("Hello UDP Client", address)
