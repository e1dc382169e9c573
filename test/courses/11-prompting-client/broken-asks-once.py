# expect: did not print "?:" (=== wait ?:)
import socket, sys
HOST = '127.0.0.1'
PORT = int(sys.argv[1])
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect((HOST, PORT))
    text = input('?:')
    s.sendall(text.encode('utf-8'))
    data = s.recv(1024)
    print('Received', data.decode('utf-8'))
