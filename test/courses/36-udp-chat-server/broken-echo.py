# expect: received text has to be "fine, and you?", but it is "how are you?"
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))

while True:
    msg, addr = s.recvfrom(1024)
    print("Client: " + msg.decode())
    reply = input("Me: ")
    s.sendto(msg, addr)
