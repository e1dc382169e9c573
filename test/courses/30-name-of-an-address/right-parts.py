import socket
import sys

try:
    name, others, addresses = socket.gethostbyaddr("127.0.0.1")
except socket.herror as e:
    print("No name:", e)
    sys.exit(1)
print("Name:", name)
print("Addresses:", addresses)
