# expect: OSError in line 5 of broken-no-listen.py, `conn, addr = s.accept()`: [Errno 22] Invalid argument
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.bind(('127.0.0.1', int(sys.argv[1])))
    conn, addr = s.accept()
    with conn:
        print('Connected by', addr)
