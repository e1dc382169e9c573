# expect: TypeError in line 12 of broken-no-address.py, `s.sendto(reply.encode())`
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))

while True:
    msg, addr = s.recvfrom(1024)
    print("Client: " + msg.decode())
    reply = input("Me: ")
    s.sendto(reply.encode())
