# expect: ValueError in line 4 of broken-two-parts.py, `name, addresses = socket.gethostbyaddr("127.0.0.1")`: too many values to unpack
import socket

name, addresses = socket.gethostbyaddr("127.0.0.1")
print("Name:", name)
print("Addresses:", addresses)
