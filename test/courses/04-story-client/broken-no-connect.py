# expect: BrokenPipeError in line 10 of broken-no-connect.py, `s.sendall(story.encode('utf-8'))`
import socket
import sys

HOST = '127.0.0.1'
PORT = int(sys.argv[1])

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    story = open('story.txt').read()
    s.sendall(story.encode('utf-8'))
