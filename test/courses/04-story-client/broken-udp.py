# expect: ?? connections == 1
import socket
import sys

HOST = '127.0.0.1'
PORT = int(sys.argv[1])

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    story = open('story.txt').read()
    s.sendto(story.encode('utf-8'), (HOST, PORT))
