# expect: UnicodeDecodeError in line 5 of broken-decode.py, `print(data.decode("ascii"))`
word = "café"
data = word.encode("utf-8")
print(data)
print(data.decode("ascii"))
