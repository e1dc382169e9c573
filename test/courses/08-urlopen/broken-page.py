# expect: HTTPError in line 4 of broken-page.py
import urllib.request

with urllib.request.urlopen('https://www.python.org/about') as f:
    print(f.status)
    print(f.read(300).decode('utf-8'))
