# expect: with UDP, and the line says tcp (SOCK_DGRAM is UDP, SOCK_STREAM is TCP)
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.recvfrom(1024)
