# expect: rows[0].host has to be "0.0.0.0", but it is "127.0.0.1"
import socket
import sys

server = socket.socket(family=socket.AF_INET, type=socket.SOCK_DGRAM)
server.bind(("127.0.0.1", int(sys.argv[1])))

while(True):
    message, address = server.recvfrom(1024)
    print("Message from Client:{}".format(message))
    server.sendto(str.encode("Hello UDP Client"), address)
