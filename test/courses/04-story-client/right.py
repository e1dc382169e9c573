import socket
import sys
import os

HOST = '127.0.0.1'
PORT = int(sys.argv[1])

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect((HOST, PORT))
    f = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'story.txt'))
    story = f.read()
    s.sendall(story.encode('utf-8'))
