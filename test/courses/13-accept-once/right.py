import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.bind(('127.0.0.1', int(sys.argv[1])))
    s.listen()
    conn, addr = s.accept()
    with conn:
        print('Connected by', addr)
