# expect: client-never-connected
# check: client
import socket
import sys

s = socket.socket()
print("connected")
