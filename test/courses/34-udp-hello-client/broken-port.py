# expect: connections has to be "1", but it is 0
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
# Another port than that of the server: the datagram reaches nobody, and no answer will ever come.
client.sendto(b"Hello UDP Server", ("127.0.0.1", int(sys.argv[2])))
print("Message from Server", client.recvfrom(1024)[0])
