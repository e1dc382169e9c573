# expect: output must not contain "b'"
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"What time is it?", ("127.0.0.1", int(sys.argv[1])))
answer, address = client.recvfrom(2048)
print("Server time:", answer)
