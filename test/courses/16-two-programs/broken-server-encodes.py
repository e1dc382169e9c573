# expect: AttributeError in line 18 of broken-server-encodes.py, `print('got', data.encode())`: 'bytes' object has no attribute 'encode'
import socket, sys

HOST = '127.0.0.1'
PORT = int(sys.argv[2])

def server():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.bind((HOST, PORT))
        s.listen()
        conn, addr = s.accept()
        with conn:
            print('Connected by', addr)
            while True:
                data = conn.recv(1024)
                if not data:
                    break
                print('got', data.encode())
                conn.sendall(data)

def client():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.connect((HOST, PORT))
        s.sendall(b'hello world')
        data = s.recv(1024)
    print('Received', data.decode())

if sys.argv[1] == 'server':
    server()
else:
    client()
