import urllib.request

with urllib.request.urlopen('https://www.python.org/') as f:
    print(f.status)
    print(f.read(300).decode('utf-8'))
