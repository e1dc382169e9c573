# expect: ValueError in line 4 of broken-scheme.py, `with urllib.request.urlopen('www.python.org/') as f:`: unknown url type
import urllib.request

with urllib.request.urlopen('www.python.org/') as f:
    print(f.status)
    print(f.read(300).decode('utf-8'))
